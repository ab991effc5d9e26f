package io.shiplog.journal.kafka.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads partitions from given offsets up to given ends, and tells where they begin and end. */
public final class PartitionRead {
    private static final Duration POLL = Duration.ofMillis(200);

    private PartitionRead() {}

    /**
     * Hands over every record from {@code starts} (inclusive) to {@code ends} (exclusive), and possibly some after. The
     * consumer is left assigned to these partitions, positioned after what it handed over.
     *
     * @throws DamagedTopicException when a batch is damaged on the disk
     * @throws org.apache.kafka.common.errors.TimeoutException when nothing came for {@code patience}
     */
    public static void read(
            Consumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            Duration patience,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        Map<TopicPartition, Long> unread = new HashMap<>(ends);
        long lastProgress = System.nanoTime();
        while (true) {
            // Compaction may have taken the records before an end: the position tells, not the records.
            if (unread.entrySet().removeIf(end -> consumer.position(end.getKey(), patience) >= end.getValue())) {
                lastProgress = System.nanoTime();
            }
            if (unread.isEmpty()) {
                return;
            }
            var polled = poll(consumer, POLL);
            polled.forEach(reader);
            if (!polled.isEmpty()) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > patience.toNanos()) {
                throw new org.apache.kafka.common.errors.TimeoutException("nothing came from " + unread.keySet());
            }
        }
    }

    /**
     * The offset that a partition begins at.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when Kafka does not answer for {@code patience}
     */
    public static long begins(Consumer<?, ?> consumer, TopicPartition partition, Duration patience) {
        return offset(consumer.beginningOffsets(Set.of(partition), patience), partition);
    }

    /**
     * The offset after the last record of a partition.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when Kafka does not answer for {@code patience}
     */
    public static long ends(Consumer<?, ?> consumer, TopicPartition partition, Duration patience) {
        return offset(consumer.endOffsets(Set.of(partition), patience), partition);
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), () -> "Kafka gave no offset of " + partition);
    }

    /**
     * Polls.
     *
     * @throws DamagedTopicException when what comes next is damaged on the disk
     */
    static ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (KafkaException e) {
            // Kafka has no class for it: the plain one, with the plain one as its cause.
            if (e.getClass() == KafkaException.class && consumer.assignment().size() == 1) {
                TopicPartition partition = consumer.assignment().iterator().next();
                throw DamagedTopicException.unreadable(partition, consumer.position(partition), e);
            }
            throw e;
        }
    }
}
