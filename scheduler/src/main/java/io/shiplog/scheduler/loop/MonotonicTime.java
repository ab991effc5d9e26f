package io.shiplog.scheduler.loop;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Time that only passes, reckoned from the times that a clock shows: when the clock is set back, no time has passed,
 * and from there on it passes as before. What waits by the clock itself would wait as much longer as the clock was set
 * back.
 */
final class MonotonicTime {
    private @Nullable Instant shown;
    private Instant now = Instant.EPOCH;

    /** The time now, given what the clock shows. */
    Instant at(Instant clock) {
        Instant last = shown;
        if (last == null) {
            now = clock;
        } else if (clock.isAfter(last)) {
            now = now.plus(Duration.between(last, clock));
        }
        shown = clock;
        return now;
    }

    /** The time when it was asked for last. */
    Instant now() {
        return now;
    }
}
