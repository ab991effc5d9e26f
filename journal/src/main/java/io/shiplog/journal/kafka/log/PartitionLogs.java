package io.shiplog.journal.kafka.log;

import io.shiplog.journal.past.Archive;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The logs of a cluster's partitions, for somebody who only looks. Implementations: over the network, and the files of
 * a broker that does not run. One thread uses it; while one partition is read another may be.
 */
public interface PartitionLogs extends AutoCloseable {
    /** Where a partition begins and ends; nothing where there is no such partition. */
    Archive.Extent extent(TopicPartition partition);

    /**
     * Hands over the records from {@code from} (inclusive) to {@code to} (exclusive) that are there, in order.
     *
     * @throws DamagedTopicException when what comes next is damaged on the disk
     */
    void read(TopicPartition partition, long from, long to, Consumer<ConsumerRecord<byte[], byte[]>> reader);

    @Override
    void close();
}
