package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Proofs;
import io.shiplog.journal.State;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalClients;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.kafka.log.DamagedTopicException;
import io.shiplog.journal.kafka.log.JournalRange;
import io.shiplog.journal.kafka.log.JournalTruncatedException;
import io.shiplog.journal.kafka.log.PartitionRead;
import io.shiplog.journal.kafka.log.UnreadableRecordException;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectJson;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Loads a cluster's state from its state topic: how every replica starts, the API server's and the materializer's. */
public final class Boot {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** How long a cluster of an earlier format may take to be taken over. */
    private static final Duration TAKEOVER = Duration.ofSeconds(90);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private Boot() {}

    /**
     * Loads the state topic and replays the journal up to the newest record in it. The journal is the truth: a state
     * topic that does not hold what was written to it is made anew from the journal, and a line says so.
     *
     * @throws KafkaUnavailableException when Kafka does not answer for half a minute, or nobody takes the cluster over
     * @throws JournalTruncatedException when the journal lost proposals that the state topic does not hold, or its end
     * @throws DamagedTopicException when the topics are damaged and what is missing cannot be made anew
     * @throws UnreadableRecordException when a record is of a newer format than this build reads
     * @throws IllegalStateException when the topics contradict one another
     */
    public static Booted boot(ClusterConfig cluster) {
        TopicPartition journal = Topics.journalPartition(cluster);
        try (Consumer<byte[], byte[]> consumer = JournalClients.consumer(cluster)) {
            awaitTakeover(cluster);
            BootLoad load = new BootLoad();
            StateTopic.read(consumer, cluster, TIMEOUT, load);
            long committed = load.committed();
            long begins = PartitionRead.begins(consumer, journal, TIMEOUT);
            if (committed < begins) {
                throw JournalTruncatedException.beginsAfter(begins, committed);
            }
            Proofs proofs = load.proofs();
            long newest = Math.max(committed, proofs.newest());
            // Asked last: whatever was folded lies before it.
            long ends = PartitionRead.ends(consumer, journal, TIMEOUT);
            if (ends < newest) {
                throw JournalTruncatedException.endsBefore(ends, newest);
            }
            requireSameJournal(consumer, cluster, load.newestObject(), begins);
            List<JournalRecord> records = JournalRange.list(consumer, cluster, committed, newest);
            State settled = proofs.settle(load.state(), records);
            if (!load.isWhole(settled)) {
                return Rebuild.state(consumer, cluster, load, begins, newest);
            }
            Proofs.Replayed replayed = proofs.replay(settled, records);
            return new Booted(replayed.state(), committed, replayed.verdicts(), List.of());
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw new KafkaUnavailableException("cannot boot: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the materializer has taken the cluster over, where it has to; from then on the state topic tells all.
     */
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

    /** The newest object is what the journal says at its resourceVersion, where the journal goes back so far. */
    private static void requireSameJournal(
            Consumer<byte[], byte[]> consumer, ClusterConfig cluster, @Nullable StateRecord newest, long begins) {
        if (newest == null || newest.resourceVersion() <= begins || Repair.kept(newest)) {
            return;
        }
        long version = newest.resourceVersion();
        boolean same = JournalRange.list(consumer, cluster, version - 1, version).stream()
                .flatMap(record -> record.proposal().writes().stream())
                .anyMatch(write -> write.resource().equals(newest.resource())
                        && write.key().equals(newest.key())
                        && write.object() != null
                        && Arrays.equals(ObjectJson.withResourceVersion(write.object(), version), newest.object()));
        if (!same) {
            throw JournalTruncatedException.another(newest.ref(), version);
        }
    }
}
