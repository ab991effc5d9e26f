package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends records with a key {@code node} or {@code node/pod-uid} to the partition of the node. Stateless. */
public final class NodeStreamPartitioner implements StreamPartitioner<byte[], byte[]> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int partitions) {
        return Optional.of(Set.of(NodePartition.of(NodePartition.node(new String(key, UTF_8)), partitions)));
    }
}
