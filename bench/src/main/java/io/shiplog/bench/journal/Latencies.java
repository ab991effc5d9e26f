package io.shiplog.bench.journal;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts latencies in buckets that are 1/16 of their power of two wide, so a percentile is right within 7 percent.
 * Thread-safe.
 */
final class Latencies {
    private static final int STEPS = 16;

    private final AtomicLongArray counts = new AtomicLongArray(64 * STEPS);

    void add(long nanos) {
        counts.incrementAndGet(bucket(Math.max(1, nanos)));
    }

    long count() {
        long sum = 0;
        for (int i = 0; i < counts.length(); i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /**
     * The latency in milliseconds that {@code share} of all are not above, as the middle of its bucket; 0 without any.
     */
    double millisAt(double share) {
        long rank = (long) Math.ceil(count() * share);
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank && seen > 0) {
                return (lower(i) + lower(i + 1)) / 2.0 / 1e6;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        int power = 63 - Long.numberOfLeadingZeros(nanos);
        long step = power < 4 ? 0 : (nanos >>> (power - 4)) & (STEPS - 1);
        return power * STEPS + (int) step;
    }

    private static double lower(int bucket) {
        double base = Math.pow(2, Math.floorDiv(bucket, STEPS));
        return base + base * (bucket % STEPS) / STEPS;
    }

    @Override
    public String toString() {
        return Arrays.toString(new double[] {millisAt(0.5), millisAt(0.99)});
    }
}
