package io.shiplog.journal.streams;

import java.time.Duration;

/** Upper bounds of upstream's histograms, for meters of the same name. */
public final class Buckets {
    private Buckets() {}

    /** {@code count} bounds, each {@code factor} times the one before it. */
    public static Duration[] exponential(Duration first, int factor, int count) {
        var bounds = new Duration[count];
        Duration bound = first;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound = bound.multipliedBy(factor);
        }
        return bounds;
    }
}
