package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.utils.Utils;

/**
 * The partition of a node in {@code assignments} and {@code reports}: everything about one node lies in one partition,
 * in the order in which it was written. The hash is that of Kafka's own default partitioner over the node's name, so
 * that any Kafka tool finds it too.
 */
public final class NodePartition {
    private NodePartition() {}

    /** The partition, from 0 to {@code partitions - 1}. */
    public static int of(String node, int partitions) {
        return Utils.toPositive(Utils.murmur2(node.getBytes(UTF_8))) % partitions;
    }

    /** The node of a key {@code node} or {@code node/pod-uid}. */
    public static String node(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }
}
