package io.shiplog.journal.kafka;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Proofs;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.objects.GroupResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Loads a cluster's state from its state topics: how every replica starts, the API server's and the materializer's. */
public final class Boot {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Boot() {}

    /**
     * Loads the state topics of {@code resources} and replays the journal up to the newest record in them.
     *
     * @throws KafkaUnavailableException when Kafka does not answer for half a minute
     * @throws JournalTruncatedException when the journal lost proposals that the state topics do not hold, or its end
     * @throws UnreadableRecordException when a record cannot be read
     * @throws IllegalStateException when the topics contradict one another
     */
    public static Booted boot(ClusterConfig cluster, Collection<GroupResource> resources) {
        // J first, the ends after: whatever the materializer committed is then within the ends.
        OptionalLong known = committed(cluster);
        long committed = known.orElse(0);
        TopicPartition journal = new TopicPartition(Topics.journal(cluster), Topics.JOURNAL_PARTITION);
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            long begins = offset(consumer.beginningOffsets(Set.of(journal), TIMEOUT), journal);
            if (committed < begins) {
                throw known.isPresent()
                        ? JournalTruncatedException.beginsAfter(begins, committed)
                        : JournalTruncatedException.neverCommitted(
                                journal.topic(), begins, Topics.materializerGroup(cluster));
            }
            BootLoad load = new BootLoad(committed);
            StateTopics.read(consumer, cluster, resources, TIMEOUT, load::add);
            Proofs proofs = load.proofs();
            long newest = Math.max(committed, proofs.newest());
            // Asked last: whatever was folded lies before it.
            long ends = offset(consumer.endOffsets(Set.of(journal), TIMEOUT), journal);
            if (ends < newest) {
                throw JournalTruncatedException.endsBefore(ends, newest);
            }
            List<JournalRecord> records = journal(consumer, journal, committed, newest);
            Proofs.Replayed replayed = proofs.replay(load.state(), records);
            return new Booted(replayed.state(), committed, replayed.verdicts());
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new KafkaUnavailableException("cannot boot: " + e.getMessage(), e);
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), () -> "Kafka gave no offset of " + partition);
    }

    /** The materializer's committed journal offset, empty when it has committed none. */
    private static OptionalLong committed(ClusterConfig cluster) {
        TopicPartition journal = new TopicPartition(Topics.journal(cluster), Topics.JOURNAL_PARTITION);
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            var offset = admin.listConsumerGroupOffsets(Topics.materializerGroup(cluster))
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .get(journal);
            return offset == null ? OptionalLong.empty() : OptionalLong.of(offset.offset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while booting", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof org.apache.kafka.common.errors.GroupIdNotFoundException) {
                return OptionalLong.empty();
            }
            throw new KafkaUnavailableException("cannot learn the materializer's offset: " + e.getMessage(), e);
        } catch (TimeoutException | KafkaException e) {
            throw new KafkaUnavailableException("cannot learn the materializer's offset: " + e.getMessage(), e);
        }
    }

    /** The journal's records from {@code from} (inclusive) up to {@code to} (exclusive). */
    private static List<JournalRecord> journal(
            Consumer<byte[], byte[]> consumer, TopicPartition journal, long from, long to) {
        ProposalCodec codec = new ProposalCodec(ProposalLimits.DEFAULT);
        List<JournalRecord> records = new ArrayList<>();
        PartitionRead.read(consumer, Map.of(journal, from), Map.of(journal, to), TIMEOUT, record -> {
            if (record.offset() < to) {
                try {
                    records.add(new JournalRecord(
                            record.offset(), Instant.ofEpochMilli(record.timestamp()), codec.decode(record.value())));
                } catch (RuntimeException e) {
                    throw new UnreadableRecordException(record.topic(), record.offset(), e);
                }
            }
        });
        return records;
    }
}
