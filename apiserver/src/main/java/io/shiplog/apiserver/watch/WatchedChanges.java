package io.shiplog.apiserver.watch;

import io.shiplog.journal.replica.Subscription;
import io.shiplog.journal.replica.WatchListener;
import io.shiplog.objects.GroupResource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Where watches find what changes: in the present, or from a past moment on. Thread-safe; waits for nothing. */
public interface WatchedChanges {

    /**
     * Completes when what comes after {@code resourceVersion} can be followed; exceptionally with what to answer when
     * it cannot.
     */
    CompletableFuture<?> reached(long resourceVersion);

    /**
     * Follows a resource from {@code from} on, exclusive, as {@link io.shiplog.journal.replica.Replica#follow} does.
     */
    Subscription follow(GroupResource resource, long from, Executor executor, WatchListener listener);
}
