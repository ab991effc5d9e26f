package io.shiplog.agent.pod.facts;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a container that keeps failing waits before it is tried again: 10 s, doubled each time up to 5 min, and from
 * the start after it has gone well for 10 min. As the kubelet's crash and image back-off.
 *
 * @param delay the present wait
 * @param updated when it was set
 */
public record BackOff(Duration delay, Instant updated) {
    static final Duration INITIAL = Duration.ofSeconds(10);
    static final Duration MAXIMUM = Duration.ofMinutes(5);
    static final Duration RESET_AFTER = MAXIMUM.multipliedBy(2);

    /** The back-off after one more failure, which happened at {@code failure}. */
    public static BackOff next(@Nullable BackOff last, Instant failure, Instant now) {
        if (last == null || last.expired(failure)) {
            return new BackOff(INITIAL, now);
        }
        Duration doubled = last.delay.multipliedBy(2);
        return new BackOff(doubled.compareTo(MAXIMUM) > 0 ? MAXIMUM : doubled, now);
    }

    /**
     * Whether a container that failed at {@code failure} must still wait at {@code now}. A failure that is yet to come
     * is one from before the machine's clock was set back: it is not waited for.
     */
    public boolean holds(Instant failure, Instant now) {
        return !expired(failure) && !failure.isAfter(now) && now.isBefore(until(failure));
    }

    public Instant until(Instant failure) {
        return failure.plus(delay);
    }

    private boolean expired(Instant failure) {
        return Duration.between(updated, failure).compareTo(RESET_AFTER) > 0;
    }

    /** The delay as Go prints durations: {@code 10s}, {@code 1m20s}, {@code 5m0s}. */
    public String text() {
        long seconds = delay.toSeconds();
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
