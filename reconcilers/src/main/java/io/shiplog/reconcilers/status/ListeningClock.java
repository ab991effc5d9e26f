package io.shiplog.reconcilers.status;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as it counts against somebody who is not heard: it goes on only while there is somebody who listens. Between two looks at it
 * at most {@link #LONGEST_GAP} passes, and it never goes back: so neither a clock that is set, nor a machine that slept, nor a
 * process that was stopped makes anybody silent. One thread owns it.
 */
final class ListeningClock {
    /** A loop that works looks far more often. */
    static final Duration LONGEST_GAP = Duration.ofSeconds(2);

    private Instant looked;
    private Instant time;

    /** A clock that shows {@code now} at {@code now}. */
    ListeningClock(Instant now) {
        this.looked = now;
        this.time = now;
    }

    /** Looks at the clock at {@code now} of the wall clock. */
    Instant look(Instant now) {
        Duration gap = Duration.between(looked, now);
        looked = now;
        if (gap.isPositive()) {
            time = time.plus(gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap);
        }
        return time;
    }

    /** What it showed when somebody last looked. */
    Instant time() {
        return time;
    }
}
