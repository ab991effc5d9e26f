package io.shiplog.journal.streams;

import java.time.Duration;

/**
 * Limits how often a consumer fetches: some answers in a row at any speed, then one per interval. Times are nanoseconds
 * of one clock.
 */
final class FetchRateLimiter {
    private static final long INTERVAL_NANOS = Duration.ofMillis(10).toNanos();
    private static final long BURST = 12;
    /** An answer with this many records is one of a consumer that has to catch up: it does not wait. */
    private static final int MANY_RECORDS = 200;

    /** When the answers so far would have come at one per interval; it lags behind the clock by a burst at most. */
    private long paidUntil;

    FetchRateLimiter(long now) {
        paidUntil = now - BURST * INTERVAL_NANOS;
    }

    /** How long the next question has to wait, 0 or less for not at all. */
    long waitNanos(long now) {
        return paidUntil - now;
    }

    /** Notes an answer; an empty one is free. */
    void answered(int records, long now) {
        if (records > 0 && records < MANY_RECORDS) {
            paidUntil = Math.max(paidUntil, now - BURST * INTERVAL_NANOS) + INTERVAL_NANOS;
        }
    }
}
