package io.shiplog.reconcilers.assignments;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.journal.kafka.ClusterConfig;
import io.shiplog.journal.kafka.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What {@code assignments} holds when a task starts: what was written before it, by whichever instance. */
@FunctionalInterface
public interface PublishedAssignments {
    /** Nothing was written before. */
    PublishedAssignments NONE = Map::of;

    /** The latest value of every key that has one; what it throws ends the application, which is then started again. */
    Map<String, byte[]> read();

    /** Reads the topic of a cluster up to its ends, which are captured once. */
    static PublishedAssignments of(ClusterConfig cluster) {
        return () -> read(cluster);
    }

    private static Map<String, byte[]> read(ClusterConfig cluster) {
        Map<String, Object> settings = cluster.clientSettings();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            String topic = Topics.assignments(cluster);
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            var published = new HashMap<String, byte[]>();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException("the assignments topic could not be read within 30 s");
                }
                poll(consumer, published);
            }
            return published;
        }
    }

    private static void poll(Consumer<byte[], byte[]> consumer, Map<String, byte[]> published) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
            String key = new String(record.key(), UTF_8);
            if (record.value() == null) {
                published.remove(key);
            } else {
                published.put(key, record.value());
            }
        }
    }
}
