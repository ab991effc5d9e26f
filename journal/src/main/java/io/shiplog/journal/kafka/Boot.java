package io.shiplog.journal.kafka;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Proofs;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Loads a cluster's state from its state topic: how every replica starts, the API server's and the materializer's. */
public final class Boot {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** How long a cluster of an earlier format may take to be taken over. */
    private static final Duration TAKEOVER = Duration.ofSeconds(90);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private Boot() {}

    /**
     * Loads the state topic and replays the journal up to the newest record in it.
     *
     * @throws KafkaUnavailableException when Kafka does not answer for half a minute, or nobody takes the cluster over
     * @throws JournalTruncatedException when the journal lost proposals that the state topic does not hold, or its end
     * @throws UnreadableRecordException when a record cannot be read
     * @throws IllegalStateException when the topics contradict one another
     */
    public static Booted boot(ClusterConfig cluster) {
        TopicPartition journal = new TopicPartition(Topics.journal(cluster), Topics.JOURNAL_PARTITION);
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            awaitTakeover(cluster);
            BootLoad load = new BootLoad();
            StateTopic.read(consumer, cluster, TIMEOUT, load);
            long committed = load.committed();
            long begins = offset(consumer.beginningOffsets(Set.of(journal), TIMEOUT), journal);
            if (committed < begins) {
                throw JournalTruncatedException.beginsAfter(begins, committed);
            }
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

    /** Waits until the materializer has taken the cluster over, where it has to; from then on the state topic tells all. */
    private static void awaitTakeover(ClusterConfig cluster) {
        long deadline = System.nanoTime() + TAKEOVER.toNanos();
        while (Takeover.isPending(cluster)) {
            if (System.nanoTime() > deadline) {
                throw new KafkaUnavailableException(
                        "cannot boot: the cluster is of an earlier format, and its reconcilers have not taken it over",
                        new java.util.concurrent.TimeoutException());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailableException("interrupted while booting", e);
        }
    }

    private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), () -> "Kafka gave no offset of " + partition);
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
