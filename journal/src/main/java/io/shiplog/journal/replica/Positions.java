package io.shiplog.journal.replica;

import io.shiplog.journal.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Those who wait until the replica has folded up to some resourceVersion. Thread-safe. */
final class Positions {
    private record Waiter(long resourceVersion, long deadlineNanos, CompletableFuture<State> future)
            implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            return Long.compare(resourceVersion, other.resourceVersion);
        }
    }

    private final Supplier<State> current;
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>();

    Positions(Supplier<State> current) {
        this.current = current;
    }

    /** A future of the first state at or after {@code resourceVersion}; fails with {@link TimeoutException}. */
    CompletableFuture<State> reached(long resourceVersion, Duration timeout) {
        State now = current.get();
        if (now.resourceVersion() >= resourceVersion) {
            return CompletableFuture.completedFuture(now);
        }
        var future = new CompletableFuture<State>();
        synchronized (waiters) {
            waiters.add(new Waiter(resourceVersion, System.nanoTime() + timeout.toNanos(), future));
        }
        // The state may have been published between the look above and the entry into the queue.
        release();
        return future;
    }

    /** Completes whoever waits for a version that the current state has. */
    void release() {
        List<Waiter> ready = new ArrayList<>();
        State now = current.get();
        synchronized (waiters) {
            for (Waiter first = waiters.peek();
                    first != null && first.resourceVersion() <= now.resourceVersion();
                    first = waiters.peek()) {
                ready.add(first);
                waiters.remove();
            }
        }
        ready.forEach(waiter -> waiter.future().complete(now));
    }

    /** How many wait. */
    int size() {
        synchronized (waiters) {
            return waiters.size();
        }
    }

    void expire(long nowNanos) {
        List<Waiter> late = new ArrayList<>();
        synchronized (waiters) {
            waiters.removeIf(waiter -> waiter.deadlineNanos() - nowNanos <= 0 && late.add(waiter));
        }
        for (Waiter waiter : late) {
            waiter.future()
                    .completeExceptionally(new TimeoutException(
                            "resourceVersion " + waiter.resourceVersion() + " was not reached in time"));
        }
    }

    void fail(Throwable reason) {
        List<Waiter> all;
        synchronized (waiters) {
            all = List.copyOf(waiters);
            waiters.clear();
        }
        all.forEach(waiter -> waiter.future().completeExceptionally(reason));
    }
}
