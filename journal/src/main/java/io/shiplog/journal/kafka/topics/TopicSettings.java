package io.shiplog.journal.kafka.topics;

import io.shiplog.journal.codec.ProposalLimits;

/**
 * How a cluster's topics are created and what is demanded of those that exist.
 *
 * @param replicationFactor the number of brokers that hold each topic
 * @param minInsyncReplicas how many of them have a record before it is acknowledged
 * @param auditWindow how much the journal keeps
 * @param nodePartitions the partitions of {@code assignments}, {@code reports} and {@code relayed-reports}
 * @param limits how large proposals may be
 */
public record TopicSettings(
        int replicationFactor,
        int minInsyncReplicas,
        AuditWindow auditWindow,
        int nodePartitions,
        ProposalLimits limits) {

    /** One broker: nothing is replicated. The journal is kept for a week. */
    public static TopicSettings singleBroker() {
        return new TopicSettings(1, 1, AuditWindow.WEEK, 8, ProposalLimits.DEFAULT);
    }

    /** Three brokers or more: any one of them may be lost. The journal is kept for a week. */
    public static TopicSettings replicated() {
        return new TopicSettings(3, 2, AuditWindow.WEEK, 8, ProposalLimits.DEFAULT);
    }

    /** The same with another audit window. */
    public TopicSettings with(AuditWindow window) {
        return new TopicSettings(replicationFactor, minInsyncReplicas, window, nodePartitions, limits);
    }

    /** The same with another number of partitions of what is about nodes. */
    TopicSettings withNodePartitions(int partitions) {
        return new TopicSettings(replicationFactor, minInsyncReplicas, auditWindow, partitions, limits);
    }

    public TopicSettings {
        if (minInsyncReplicas < 1 || minInsyncReplicas > replicationFactor) {
            throw new IllegalArgumentException(
                    "min.insync.replicas " + minInsyncReplicas + " with replication factor " + replicationFactor);
        }
        if (nodePartitions < 1) {
            throw new IllegalArgumentException("nodePartitions is " + nodePartitions);
        }
    }
}
