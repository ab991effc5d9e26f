package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.Contents;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.log.UnreadableRecordException;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.view.StateRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads the state topic as a plain consumer. */
final class StateTopic {
    /** The state topic's only partition. */
    static final int PARTITION = 0;

    /** What is told of the topic's records. */
    interface Reader {
        /** @param more whether another record of the same proposal follows */
        void object(StateRecord record, boolean more);

        /**
         * All that took effect up to {@code resourceVersion} lies before.
         *
         * @param contents what that comes to, null where nobody said so
         */
        void position(long resourceVersion, @Nullable Contents contents);
    }

    private StateTopic() {}

    /** Tells {@code reader} of every record up to the topic's end, which is captured once; possibly of some after. */
    static void read(Consumer<byte[], byte[]> consumer, ClusterConfig cluster, Duration timeout, Reader reader) {
        Set<TopicPartition> partition = Set.of(new TopicPartition(Topics.state(cluster), PARTITION));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partition, timeout);
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partition, timeout);
        PartitionRead.read(consumer, starts, ends, timeout, record -> tell(record, reader));
    }

    /**
     * Tells {@code reader} what a record says.
     *
     * @throws UnreadableRecordException when it is not a record of the state topic
     */
    static void tell(ConsumerRecord<byte[], byte[]> record, Reader reader) {
        try {
            if (StateRecordFormat.isPosition(record.key())) {
                reader.position(
                        StateRecordFormat.resourceVersion(record.headers()),
                        StateRecordFormat.contents(record.headers()));
            } else {
                reader.object(
                        StateRecordFormat.read(record.key(), record.value(), record.headers()),
                        StateRecordFormat.hasMore(record.headers()));
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableRecordException(Objects.requireNonNull(record.topic()), record.offset(), e);
        }
    }
}
