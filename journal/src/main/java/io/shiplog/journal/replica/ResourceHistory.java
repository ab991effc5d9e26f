package io.shiplog.journal.replica;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The retained changes of one resource: a linked list that the fold thread appends to and that any number of followers
 * read, each at its own pace. What lies before {@link #floor} is given up.
 */
final class ResourceHistory {

    /** One change in the list. The first node of a list holds no event, only the version that the list starts after. */
    static final class Node {
        final @Nullable WatchEvent event;
        final long resourceVersion;
        final long sequence;
        final Instant time;
        volatile @Nullable Node next;

        Node(@Nullable WatchEvent event, long resourceVersion, long sequence, Instant time) {
            this.event = event;
            this.resourceVersion = resourceVersion;
            this.sequence = sequence;
            this.time = time;
        }
    }

    /** Waking so many costs less than waking another thread. */
    private static final int FEW = 8;

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean signalled = new AtomicBoolean();
    /** The last node that was given up: what follows it is retained. */
    private volatile Node floor;
    /** Owned by the fold thread. */
    private Node last;

    ResourceHistory(long startsAfter) {
        floor = new Node(null, startsAfter, 0, Instant.EPOCH);
        last = floor;
    }

    Node floor() {
        return floor;
    }

    /** Fold thread only. */
    Node append(WatchEvent event, Instant time) {
        Node node = new Node(event, event.resourceVersion(), last.sequence + 1, time);
        last.next = node;
        last = node;
        return node;
    }

    /**
     * Gives up {@code node}, the first that is retained. What was given up before it no longer leads to it: a follower
     * that has not moved on since keeps nothing alive but its own node. Fold thread only.
     */
    void giveUp(Node node) {
        Node former = floor;
        floor = node;
        former.next = null;
    }

    void add(Follower follower) {
        followers.add(follower);
    }

    void remove(Follower follower) {
        followers.remove(follower);
    }

    List<Follower> followers() {
        return followers;
    }

    /**
     * Has the followers woken, by {@code dispatcher} unless they are few: the caller never waits, however many there
     * are.
     */
    void signal(Executor dispatcher) {
        if (followers.size() <= FEW) {
            followers.forEach(Follower::wake);
        } else if (signalled.compareAndSet(false, true)) {
            try {
                dispatcher.execute(() -> {
                    signalled.set(false);
                    followers.forEach(Follower::wake);
                });
            } catch (RejectedExecutionException e) {
                // The replica was closed, and its followers have been told.
                signalled.set(false);
            }
        }
    }
}
