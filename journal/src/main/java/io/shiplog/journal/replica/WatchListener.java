package io.shiplog.journal.replica;

import java.util.List;

/**
 * What a subscription calls, one call at a time, on the executor that the subscriber gave. It may block: nobody else
 * waits for it.
 */
public interface WatchListener {

    /**
     * The next changes, in journal order.
     *
     * @param events the changes; empty when the call only tells progress
     * @param resourceVersion every change of the resource up to this resourceVersion, inclusive, has been given
     */
    void events(List<WatchEvent> events, long resourceVersion);

    /**
     * Whether more is wanted now. A listener that says no is left alone until {@link Subscription#resume}; what it has
     * not taken stays where it is kept for everybody, and when it is given up there the listener was too slow. Asked on
     * the subscriber's executor.
     */
    default boolean isReady() {
        return true;
    }

    /** The subscription has ended for a reason other than its subscriber closing it. Called at most once, last. */
    void ended(WatchEnd reason);
}
