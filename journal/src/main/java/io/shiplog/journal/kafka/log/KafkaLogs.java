package io.shiplog.journal.kafka.log;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.past.Archive;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** The logs of a running Kafka: a consumer per partition. */
public final class KafkaLogs implements PartitionLogs {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What is read lies there already: the broker need not wait for more. */
    private static final Duration FETCH_WAIT = Duration.ofMillis(10);

    private final ClusterConfig cluster;
    private final Map<TopicPartition, Consumer<byte[], byte[]>> consumers = new HashMap<>();
    private final Set<String> topics;

    /** @param cluster as somebody who may read its topics */
    public KafkaLogs(ClusterConfig cluster) {
        this.cluster = cluster;
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            topics = Set.copyOf(consumer.listTopics(PATIENCE).keySet());
        } catch (TimeoutException e) {
            throw unavailable(e);
        }
    }

    @Override
    public Archive.Extent extent(TopicPartition partition) {
        if (!topics.contains(partition.topic())) {
            return new Archive.Extent(0, 0);
        }
        return with(
                partition,
                consumer -> new Archive.Extent(
                        PartitionRead.begins(consumer, partition, PATIENCE),
                        PartitionRead.ends(consumer, partition, PATIENCE)));
    }

    @Override
    public void read(
            TopicPartition partition,
            long from,
            long to,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        if (from >= to) {
            return;
        }
        with(partition, consumer -> {
            PartitionRead.read(consumer, Map.of(partition, from), Map.of(partition, to), PATIENCE, record -> {
                if (record.offset() < to) {
                    reader.accept(record);
                }
            });
            return to;
        });
    }

    private <T> T with(TopicPartition partition, Function<Consumer<byte[], byte[]>, T> question) {
        try {
            return question.apply(
                    consumers.computeIfAbsent(partition, _ -> JournalClients.consumer(cluster, FETCH_WAIT)));
        } catch (TimeoutException e) {
            throw unavailable(e);
        }
    }

    private static KafkaUnavailableException unavailable(TimeoutException e) {
        return new KafkaUnavailableException("cannot read the topics: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        consumers.values().forEach(Consumer::close);
    }
}
