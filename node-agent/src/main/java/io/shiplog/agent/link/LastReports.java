package io.shiplog.agent.link;

import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.journal.codec.ReportCodec;
import io.shiplog.journal.codec.UnreadableValueException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.streams.NodePartition;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the nodes of this process reported of their pods before it started: an agent's memory of them, since assignments
 * are not written anew for each status.
 */
final class LastReports {
    private static final Duration POLL = Duration.ofMillis(500);

    private LastReports() {}

    /**
     * The values of the latest pod reports of {@code nodes}, by key.
     *
     * @param topic where they are
     * @throws org.apache.kafka.common.KafkaException when the topic cannot be read
     */
    static Map<String, byte[]> read(ClusterConfig cluster, String topic, Set<String> nodes) {
        Map<String, Object> settings = cluster.clientSettings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        var reports = new HashMap<String, byte[]>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<PartitionInfo> all = consumer.partitionsFor(topic);
            if (all == null || all.isEmpty()) {
                return reports;
            }
            List<TopicPartition> partitions = nodes.stream()
                    .map(node -> new TopicPartition(topic, NodePartition.of(node, all.size())))
                    .distinct()
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    String key = record.key();
                    boolean own = key.contains("/") && nodes.contains(NodePartition.node(key));
                    if (own && record.value() != null) {
                        reports.put(key, record.value());
                    } else {
                        reports.remove(key);
                    }
                }
            }
        }
        return reports;
    }

    /** The status in a report, empty when there is none or it cannot be read. */
    static Optional<ObjectNode> status(byte[] report) {
        try {
            return Optional.of(AgentJson.parse(ReportCodec.readPod(report).status()));
        } catch (UnreadableValueException unreadable) {
            return Optional.empty();
        }
    }
}
