package io.shiplog.reconcilers.status;

import java.time.Duration;
import java.time.Instant;

/**
 * Time as it counts against somebody who is not heard: it goes on only while there is somebody who listens. Between two
 * looks at it at most {@link #LONGEST_GAP} passes, none if nothing could be heard, and it never goes back: so neither a
 * clock that is set, nor a machine that slept, nor a process that was stopped, nor a Kafka that was away makes anybody
 * silent. One thread owns it.
 */
final class FailureDetectorClock {
    /** A loop that works looks far more often. */
    static final Duration LONGEST_GAP = Duration.ofSeconds(2);

    private Instant looked;
    private Instant time;

    /** A clock that shows {@code now} at {@code now}. */
    FailureDetectorClock(Instant now) {
        this.looked = now;
        this.time = now;
    }

    /**
     * Looks at the clock.
     *
     * @param now the wall clock
     * @param hears whether what somebody said since the last look would have been heard
     */
    Instant look(Instant now, boolean hears) {
        Duration gap = Duration.between(looked, now);
        looked = now;
        if (hears && gap.isPositive()) {
            time = time.plus(gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap);
        }
        return time;
    }

    /** What it showed when somebody last looked. */
    Instant time() {
        return time;
    }
}
