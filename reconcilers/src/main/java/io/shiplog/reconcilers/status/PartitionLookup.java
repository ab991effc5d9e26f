package io.shiplog.reconcilers.status;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Asks Kafka for the partitions of {@code reports} and {@code relayed-reports}; tasks that start together share the
 * answer. Thread-safe.
 */
final class PartitionLookup implements ReportPartitions {
    /** How old an answer may be. */
    static final Duration AGE = Duration.ofSeconds(5);

    private final ClusterConfig cluster;
    private Map<TopicPartition, Long> ends = Map.of();
    private long askedNanos;

    PartitionLookup(ClusterConfig cluster) {
        this.cluster = cluster;
    }

    @Override
    public synchronized int count() {
        // Partitions are never added: any answer will do.
        String reports = Topics.reports(cluster);
        return Math.toIntExact((ends.isEmpty() ? asked() : ends)
                .keySet().stream()
                        .filter(partition -> partition.topic().equals(reports))
                        .count());
    }

    @Override
    public synchronized long end(String topic, int partition) {
        boolean fresh = !ends.isEmpty() && System.nanoTime() - askedNanos < AGE.toNanos();
        return (fresh ? ends : asked()).getOrDefault(new TopicPartition(topic, partition), 0L);
    }

    private Map<TopicPartition, Long> asked() {
        Map<String, Object> settings = cluster.clientSettings();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of(Topics.reports(cluster), Topics.relayedReports(cluster))
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            ends = consumer.endOffsets(partitions);
            askedNanos = System.nanoTime();
            return ends;
        }
    }
}
