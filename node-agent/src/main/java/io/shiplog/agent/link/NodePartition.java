package io.shiplog.agent.link;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Which partition of {@code assignments} and {@code reports} is a node's: Kafka's own hash, of the node's name. */
final class NodePartition {
    private NodePartition() {}

    static int of(String node, int partitions) {
        return Utils.toPositive(Utils.murmur2(node.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
