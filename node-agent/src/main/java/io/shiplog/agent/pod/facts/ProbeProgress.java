package io.shiplog.agent.pod.facts;

import io.shiplog.agent.pod.spec.Probe;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a probe stands: its verdict changes after as many equal outcomes in a row as its threshold says.
 *
 * @param due when it runs next
 * @param successes outcomes of the present run of successes
 * @param failures outcomes of the present run of failures
 * @param healthy the verdict; null before the first one
 */
public record ProbeProgress(
        Instant due, int successes, int failures, @Nullable Boolean healthy) {
    /** A probe of a container that started at {@code started}, with the verdict that a former agent had reached. */
    public static ProbeProgress first(Probe probe, Instant started, @Nullable Boolean known) {
        return new ProbeProgress(started.plus(probe.timing().initialDelay()), 0, 0, known);
    }

    /**
     * Whether the probe is not due yet. A moment further away than the probe ever waits is one that the machine's clock
     * was set back from: nothing waits for that.
     */
    public boolean waits(Probe probe, Instant now) {
        Duration first = probe.timing().initialDelay();
        Duration period = probe.timing().period();
        Duration longest = first.compareTo(period) > 0 ? first : period;
        return now.isBefore(due) && !due.isAfter(now.plus(longest));
    }

    public ProbeProgress after(ProbeOutcome outcome, Probe probe, Instant now) {
        Instant next = now.plus(probe.timing().period());
        return switch (outcome) {
            case ProbeOutcome.Inconclusive ignored -> new ProbeProgress(next, successes, failures, healthy);
            case ProbeOutcome.Success ignored -> {
                int run = successes + 1;
                boolean enough = run >= probe.successes();
                yield new ProbeProgress(next, run, 0, enough ? Boolean.TRUE : healthy);
            }
            case ProbeOutcome.Failure ignored -> {
                int run = failures + 1;
                boolean enough = run >= probe.failures();
                yield new ProbeProgress(next, 0, run, enough ? Boolean.FALSE : healthy);
            }
        };
    }
}
