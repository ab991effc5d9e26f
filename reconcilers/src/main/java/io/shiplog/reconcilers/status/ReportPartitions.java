package io.shiplog.reconcilers.status;

import io.shiplog.journal.kafka.clients.ClusterConfig;

/**
 * The partitions of {@code reports}: a task has to know which of the nodes that never report are its own, and which
 * reports were there before it. What it throws ends the application, which is then started again.
 */
public interface ReportPartitions {
    /** How many there are. */
    int count();

    /** The offset after the last report that was in a partition, at most {@link PartitionLookup#AGE} ago. */
    default long end(int partition) {
        return 0;
    }

    /** Asks a cluster, about all partitions together. */
    static ReportPartitions of(ClusterConfig cluster) {
        return new PartitionLookup(cluster);
    }
}
