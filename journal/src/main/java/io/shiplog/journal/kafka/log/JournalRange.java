package io.shiplog.journal.kafka.log;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Reads a known stretch of the journal. */
public final class JournalRange {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private JournalRange() {}

    /**
     * Hands over the journal's records from {@code from} (inclusive) up to {@code to} (exclusive), in order.
     *
     * @throws JournalTruncatedException when the journal begins after {@code from}
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static void read(
            ClusterConfig cluster, long from, long to, java.util.function.Consumer<JournalRecord> reader) {
        TopicPartition journal = Topics.journalPartition(cluster);
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            long begins = PartitionRead.begins(consumer, journal, TIMEOUT);
            if (from < begins) {
                throw JournalTruncatedException.beginsAfter(begins, from);
            }
            read(consumer, cluster, from, to, reader);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new KafkaUnavailableException("cannot read the journal: " + e.getMessage(), e);
        }
    }

    /**
     * How far a consumer group has committed the journal; 0 when it has not.
     *
     * @throws KafkaUnavailableException when Kafka does not answer
     */
    public static long committed(ClusterConfig cluster, String group) {
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            OffsetAndMetadata offset = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .get(Topics.journalPartition(cluster));
            return offset == null ? 0 : offset.offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while asking how far the journal was read", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaUnavailableException("cannot tell how far the journal was read: " + e.getMessage(), e);
        }
    }

    /** The same by a consumer that the caller has, of a journal that begins no later. */
    public static void read(
            Consumer<byte[], byte[]> consumer,
            ClusterConfig cluster,
            long from,
            long to,
            java.util.function.Consumer<JournalRecord> reader) {
        TopicPartition journal = Topics.journalPartition(cluster);
        PartitionRead.read(consumer, Map.of(journal, from), Map.of(journal, to), TIMEOUT, record -> {
            if (record.offset() < to) {
                reader.accept(JournalDecoder.read(record));
            }
        });
    }

    /** The same as a list. */
    public static List<JournalRecord> list(
            Consumer<byte[], byte[]> consumer, ClusterConfig cluster, long from, long to) {
        List<JournalRecord> records = new ArrayList<>();
        read(consumer, cluster, from, to, records::add);
        return records;
    }
}
