package io.shiplog.agent.link;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.streams.NodePartition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;

/** Finds reports of pods that went while no agent of their node ran: nobody else would ever withdraw them. */
final class StaleReports {
    private static final Duration POLL = Duration.ofMillis(500);

    private StaleReports() {}

    /**
     * The keys of pod reports of {@code nodes} that are not among {@code assigned}.
     *
     * @throws org.apache.kafka.common.KafkaException when the topic cannot be read
     */
    static Set<String> find(ClusterConfig cluster, Set<String> nodes, Set<String> assigned) {
        String topic = cluster.topic("reports");
        Map<String, Object> settings = cluster.clientSettings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        var stale = new HashSet<String>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new BytesDeserializer())) {
            int count = consumer.partitionsFor(topic).size();
            List<TopicPartition> partitions = nodes.stream()
                    .map(node -> new TopicPartition(topic, NodePartition.of(node, count)))
                    .distinct()
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, Bytes> record : consumer.poll(POLL)) {
                    String key = record.key();
                    boolean own = key.contains("/") && nodes.contains(NodePartition.node(key));
                    if (own && record.value() != null && !assigned.contains(key)) {
                        stale.add(key);
                    } else {
                        stale.remove(key);
                    }
                }
            }
        }
        return stale;
    }
}
