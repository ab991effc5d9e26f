package io.shiplog.journal.replica;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a replica waits and what it remembers.
 *
 * @param decisionTimeout how long a proposal or a read of the latest state waits before its outcome is unknown
 * @param historyChanges how many changes are kept for watches that start in the past, over all resources
 * @param historyAge how long changes are kept for them, by the broker's times
 * @param progressInterval how often a watch without events is told how far the replica has folded
 * @param onFault called once when the replica ends for good: a record that cannot be read, or a fold that failed
 */
public record ReplicaSettings(
        Duration decisionTimeout,
        int historyChanges,
        Duration historyAge,
        Duration progressInterval,
        Consumer<Throwable> onFault) {

    /** The defaults, with what to do when the replica ends for good. */
    public static ReplicaSettings defaults(Consumer<Throwable> onFault) {
        return new ReplicaSettings(
                Duration.ofSeconds(10), 100_000, Duration.ofMinutes(5), Duration.ofSeconds(1), onFault);
    }

    public ReplicaSettings withDecisionTimeout(Duration timeout) {
        return new ReplicaSettings(timeout, historyChanges, historyAge, progressInterval, onFault);
    }

    public ReplicaSettings withHistory(int changes, Duration age) {
        return new ReplicaSettings(decisionTimeout, changes, age, progressInterval, onFault);
    }

    public ReplicaSettings withProgressInterval(Duration interval) {
        return new ReplicaSettings(decisionTimeout, historyChanges, historyAge, interval, onFault);
    }
}
