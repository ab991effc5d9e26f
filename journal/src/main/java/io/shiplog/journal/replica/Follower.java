package io.shiplog.journal.replica;

import io.shiplog.journal.replica.ResourceHistory.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's place in a resource's history. It has no queue: the shared list is the queue, so a slow subscriber
 * costs nothing until it falls out of what is retained, which ends it, whether it is called or not ready. Catching up
 * and following live are the same walk along the list, so there is no seam where a change could be lost or doubled.
 */
final class Follower implements Subscription {
    private static final int BATCH = 500;
    /** A batch ends with the event that goes beyond this. */
    private static final int BATCH_BYTES = 128 * 1024;
    /** After so many batches in a row the executor may do something else. */
    private static final int TURN = 16;

    private final ResourceHistory history;
    private final LongSupplier folded;
    private final Executor executor;
    private final WatchListener listener;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicReference<@Nullable WatchEnd> end = new AtomicReference<>();
    private final Runnable drain = this::drain;
    private volatile boolean progressDue = true;
    private final long from;
    /** The last node that was given or skipped; owned by whoever runs {@link #drain}. */
    private Node position;

    Follower(ResourceHistory history, long from, LongSupplier folded, Executor executor, WatchListener listener) {
        this.history = history;
        this.from = from;
        this.folded = folded;
        this.executor = executor;
        this.listener = listener;
        this.position = history.floor();
        if (from < position.resourceVersion) {
            end.set(new WatchEnd.Expired(position.resourceVersion));
        }
    }

    /** Schedules a drain unless one is scheduled or running that will see what is new. */
    void wake() {
        if (!finished.get() && scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(drain);
            } catch (RuntimeException e) {
                // An executor that takes no more work. Whoever woke this follower has others to wake.
                end.compareAndSet(null, new WatchEnd.ListenerFailed(e));
                finish();
            }
        }
    }

    /** Ends the subscription from outside; the listener hears the reason on its own executor. */
    void end(WatchEnd reason) {
        end.compareAndSet(null, reason);
        wake();
    }

    @Override
    public void requestProgress() {
        progressDue = true;
        wake();
    }

    @Override
    public void resume() {
        wake();
    }

    @Override
    public void close() {
        finished.set(true);
        history.remove(this);
    }

    private void drain() {
        try {
            do {
                int given = 0;
                while (!finished.get() && end.get() == null && listener.isReady() && give()) {
                    if (++given == TURN) {
                        executor.execute(drain);
                        return;
                    }
                }
                letGo();
                if (end.get() != null) {
                    finish();
                    return;
                }
                scheduled.set(false);
            } while (hasMore() && scheduled.compareAndSet(false, true));
        } catch (RuntimeException | Error e) {
            end.compareAndSet(null, new WatchEnd.ListenerFailed(e));
            finish();
        }
    }

    /** Gives one batch, or progress when it is due; false when there was nothing to give. */
    private boolean give() {
        // Nothing newer than the published state is given: what a watch has shown, a read finds.
        long upTo = folded.getAsLong();
        boolean tellProgress = progressDue;
        progressDue = false;
        List<WatchEvent> batch = new ArrayList<>();
        int bytes = 0;
        Node next = position.next;
        while (next != null && next.resourceVersion <= upTo && batch.size() < BATCH && bytes < BATCH_BYTES) {
            if (next.event != null && next.resourceVersion > from) {
                batch.add(next.event);
                bytes += next.event.bytes();
            }
            position = next;
            next = next.next;
        }
        // Only now: what is given up while it is read may end the walk as if there were no more.
        Node floor = history.floor();
        if (position.sequence < floor.sequence) {
            return catchUp(floor, tellProgress);
        }
        if (batch.isEmpty() && !tellProgress) {
            return false;
        }
        listener.events(batch, completeUpTo(upTo, next));
        return true;
    }

    /**
     * What followed the position is given up: the end, unless all of it lies before the place where this follower
     * starts.
     */
    private boolean catchUp(Node floor, boolean tellProgress) {
        if (floor.resourceVersion > from) {
            end.compareAndSet(null, new WatchEnd.TooSlow());
            return false;
        }
        position = floor;
        if (tellProgress) {
            progressDue = true;
        }
        return true;
    }

    /**
     * The resourceVersion up to which everything has been given.
     *
     * @param next the first node that was not given
     */
    private long completeUpTo(long upTo, @Nullable Node next) {
        if (next == null || next.resourceVersion > upTo) {
            return upTo;
        }
        // A proposal may change several objects of one resource: in the middle of it only its predecessor is complete.
        return Math.min(position.resourceVersion, next.resourceVersion - 1);
    }

    /** A listener that is not ready must not keep alive, from its position on, what everybody else has given up. */
    private void letGo() {
        Node floor = history.floor();
        if (position.sequence < floor.sequence) {
            catchUp(floor, false);
        }
    }

    private boolean hasMore() {
        if (finished.get() || end.get() != null) {
            return !finished.get();
        }
        Node next = position.next;
        boolean news = progressDue
                || position.sequence < history.floor().sequence
                || (next != null && next.resourceVersion <= folded.getAsLong());
        return news && listener.isReady();
    }

    private void finish() {
        WatchEnd reason = end.get();
        if (reason != null && finished.compareAndSet(false, true)) {
            history.remove(this);
            listener.ended(reason);
        }
    }
}
