package io.shiplog.journal.replica;

import java.time.Duration;

/**
 * How a replica waits and what it remembers.
 *
 * @param decisionTimeout how long a proposal or a read of the latest state waits before its outcome is unknown
 * @param history which changes are kept for watches that start in the past
 * @param progressInterval how often a watch without events is told how far the replica has folded
 */
public record ReplicaSettings(Duration decisionTimeout, Retention history, Duration progressInterval) {
    public static final ReplicaSettings DEFAULT =
            new ReplicaSettings(Duration.ofSeconds(10), Retention.DEFAULT, Duration.ofSeconds(1));

    /**
     * How much of the past is kept; whichever bound is met first counts.
     *
     * @param changes how many changes, over all resources
     * @param bytes how many bytes, over all resources: objects that no longer are as they were, and what was made of
     *     changes
     * @param age how long, by the broker's times
     */
    public record Retention(int changes, long bytes, Duration age) {
        private static final Retention DEFAULT = new Retention(100_000, 128L << 20, Duration.ofMinutes(5));
    }

    public ReplicaSettings withDecisionTimeout(Duration timeout) {
        return new ReplicaSettings(timeout, history, progressInterval);
    }

    public ReplicaSettings withHistory(int changes, Duration age) {
        return withHistory(new Retention(changes, Retention.DEFAULT.bytes(), age));
    }

    public ReplicaSettings withHistory(Retention bounds) {
        return new ReplicaSettings(decisionTimeout, bounds, progressInterval);
    }

    public ReplicaSettings withProgressInterval(Duration interval) {
        return new ReplicaSettings(decisionTimeout, history, interval);
    }
}
