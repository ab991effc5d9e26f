package io.shiplog.journal.kafka.log;

import java.time.Duration;

/**
 * Whether a batch had better linger for more appends, because they come densely. Times are nanoseconds of one clock;
 * one thread.
 */
final class LingerPolicy {
    private static final long WINDOW_NANOS = Duration.ofMillis(4).toNanos();
    /** More than a writer that waits for each answer can make in a window. */
    private static final int FEW = 8;

    private long windowStart;
    private int before;
    private int now;

    LingerPolicy(long nanos) {
        windowStart = nanos;
    }

    void count(int appends, long nanos) {
        turn(nanos);
        now += appends;
    }

    /** Whether there were many appends, in this window or in the one before. */
    boolean lingers(long nanos) {
        turn(nanos);
        return now > FEW || before > FEW;
    }

    private void turn(long nanos) {
        long age = nanos - windowStart;
        if (age >= WINDOW_NANOS) {
            before = age < 2 * WINDOW_NANOS ? now : 0;
            now = 0;
            windowStart = nanos;
        }
    }
}
