package io.shiplog.journal;

import java.util.concurrent.CompletableFuture;

/**
 * A running part of a cluster, in a process of its own or beside others: API server, reconcilers, scheduler, proxy,
 * nodes. All roles have this shape: each is made by a static {@code start} from its settings and what it tells of
 * itself in. Thread-safe.
 *
 * <p>Laws:
 * <ul>
 *   <li>it {@link #running runs} at most once; it may be ready and not ready any number of times after that;
 *   <li>one that has {@link #ended} is not ready any more, and only closing it is left to do;
 *   <li>what the outside does (brokers, engines and nodes that go away and come back) ends no role.
 * </ul>
 */
public interface Role extends AutoCloseable {
    /** Completes when it works for the first time; exceptionally when it cannot, or is closed before. */
    CompletableFuture<Void> running();

    /** Whether it has its work, if any is its share, does it now, and keeps up with it. Does not block. */
    boolean ready();

    /** Completes when it meets what no restart inside of it cures, with that; never when it is closed. */
    CompletableFuture<Throwable> ended();

    /** Stops it; returns when it has stopped. */
    @Override
    void close();
}
