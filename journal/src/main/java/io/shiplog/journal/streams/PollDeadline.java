package io.shiplog.journal.streams;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * When a thread of Kafka Streams has to return from waiting for records, at the latest: its tasks say so, and its
 * consumer waits no longer. So nothing has to look at the clock again and again, and what is due is done in time. One
 * per thread.
 *
 * <p>Law: of what one owner asks for the last counts, until it asks for something else.
 */
public final class PollDeadline {
    private static final ThreadLocal<PollDeadline> OF_THREAD = ThreadLocal.withInitial(PollDeadline::new);

    private static final long SHORTEST_NANOS = 1_000_000;

    private final Map<Object, Long> nanos = new IdentityHashMap<>();

    PollDeadline() {}

    /** The deadline of the thread that asks. */
    public static PollDeadline ofThisThread() {
        return OF_THREAD.get();
    }

    /**
     * Asks for a look at {@code timeNanos} of {@link System#nanoTime}, in place of what {@code owner} asked for before.
     */
    public void set(Object owner, long timeNanos) {
        nanos.put(owner, timeNanos);
    }

    /** The owner needs no look any more. */
    public void clear(Object owner) {
        nanos.remove(owner);
    }

    /**
     * How long the thread may wait from {@code nowNanos} on: {@code longest} at most, and a millisecond at least, since
     * Kafka Streams punctuates no more often.
     */
    Duration timeout(Duration longest, long nowNanos) {
        long wait = longest.toNanos();
        for (long time : nanos.values()) {
            wait = Math.min(wait, Math.max(time - nowNanos, SHORTEST_NANOS));
        }
        return Duration.ofNanos(wait);
    }
}
