package io.shiplog.journal.replica;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a replica waits and what it remembers.
 *
 * @param decisionTimeout how long a proposal or a read of the latest state waits before its outcome is unknown
 * @param history which changes are kept for watches that start in the past
 * @param progressInterval how often a watch without events is told how far the replica has folded
 * @param onFault called once when the replica ends for good: a record that cannot be read, or a fold that failed
 */
public record ReplicaSettings(
        Duration decisionTimeout, Retention history, Duration progressInterval, Consumer<Throwable> onFault) {

    /**
     * How much of the past is kept; whichever bound is met first counts.
     *
     * @param changes how many changes, over all resources
     * @param bytes how many bytes, over all resources: objects that no longer are as they were, and what was made of changes
     * @param age how long, by the broker's times
     */
    public record Retention(int changes, long bytes, Duration age) {
        private static final Retention DEFAULT = new Retention(100_000, 128L << 20, Duration.ofMinutes(5));
    }

    /** The defaults, with what to do when the replica ends for good. */
    public static ReplicaSettings defaults(Consumer<Throwable> onFault) {
        return new ReplicaSettings(Duration.ofSeconds(10), Retention.DEFAULT, Duration.ofSeconds(1), onFault);
    }

    public ReplicaSettings withDecisionTimeout(Duration timeout) {
        return new ReplicaSettings(timeout, history, progressInterval, onFault);
    }

    public ReplicaSettings withHistory(int changes, Duration age) {
        return withHistory(new Retention(changes, Retention.DEFAULT.bytes(), age));
    }

    public ReplicaSettings withHistory(Retention bounds) {
        return new ReplicaSettings(decisionTimeout, bounds, progressInterval, onFault);
    }

    public ReplicaSettings withProgressInterval(Duration interval) {
        return new ReplicaSettings(decisionTimeout, history, interval, onFault);
    }
}
