package io.shiplog.reconcilers.status;

import io.shiplog.journal.kafka.clients.ClusterConfig;

/**
 * The partitions of {@code reports}, which {@code relayed-reports} has, too: a task has to know which of the nodes that
 * never report are its own, and which reports were there before it. What it throws ends the application, which is then
 * started again.
 */
public interface ReportPartitions {
    /** How many there are. */
    int count();

    /**
     * The offset after the last report that was in a partition of one of the two topics, at most {@link
     * PartitionLookup#AGE} ago.
     */
    default long end(String topic, int partition) {
        return 0;
    }

    /** Asks a cluster, about all partitions together. */
    static ReportPartitions of(ClusterConfig cluster) {
        return new PartitionLookup(cluster);
    }
}
