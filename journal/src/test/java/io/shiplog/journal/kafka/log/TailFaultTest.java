package io.shiplog.journal.kafka.log;

import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static io.shiplog.journal.testkit.Objects.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.State;
import io.shiplog.journal.kafka.boot.Boot;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaEndedException;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.journal.testkit.KafkaForTests;
import io.shiplog.journal.testkit.States;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a journal cannot be folded over ends the replica, and everyone who waits on it hears so. */
class TailFaultTest {
    @RegisterExtension
    static final KafkaForTests KAFKA = new KafkaForTests();

    private final CompletableFuture<Throwable> fault = new CompletableFuture<>();

    @Test
    void aRecordThatIsNoProposalIsRefusedByEveryReplicaAndNothingStops() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("junk");
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                Replica replica = replica(journal, State.EMPTY)) {
            replica.propose(proposal(create(key("a"), "u", "1"))).get(20, TimeUnit.SECONDS);
            long before = JournalDecoder.unreadable();
            append(cluster, "junk");
            append(cluster, "{}");
            replica.propose(proposal(create(key("b"), "u", "1"))).get(20, TimeUnit.SECONDS);
            try (Replica other = replica(journal, State.EMPTY)) {
                assertThat(States.print(other.latest().get(20, TimeUnit.SECONDS)))
                        .isEqualTo(States.print(replica.latest().get(20, TimeUnit.SECONDS)));
            }
            assertThat(States.print(Boot.boot(cluster).state())).isEqualTo(States.print(State.EMPTY));
            assertThat(JournalDecoder.unreadable()).as("each is told of once").isEqualTo(before + 2);
            assertThat(fault).isNotDone();
        }
    }

    @Test
    void aRecordOfANewerFormatEndsEveryReplica() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("newer");
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                Replica replica = replica(journal, State.EMPTY)) {
            replica.propose(proposal(create(key("a"), "u", "1"))).get(20, TimeUnit.SECONDS);
            CompletableFuture<State> waiting = replica.reached(99, Duration.ofHours(1));
            append(cluster, "{\"v\":3}");
            assertThat(fault.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageStartingWith("record 1 of newer.journal cannot be read");
            assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(ReplicaEndedException.class);
            assertThat(replica.propose(proposal(create(key("b"), "u", "1")))).isCompletedExceptionally();
            assertThat(replica.state().resourceVersion()).isEqualTo(1);
        }
    }

    private static void append(ClusterConfig cluster, String text) throws Exception {
        try (var producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.journal(cluster), utf8(text)))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void recordsThatAreGoneEndTheReplicaInsteadOfBeingSkipped() throws Exception {
        ClusterConfig cluster = KAFKA.cluster("gone");
        try (KafkaJournal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT)) {
            for (int i = 0; i < 5; i++) {
                journal.append(proposal(create(key("k" + i), "u", "1"))).get(20, TimeUnit.SECONDS);
            }
            try (Admin admin = Admin.create(cluster.clientSettings())) {
                admin.deleteRecords(
                                Map.of(new TopicPartition(Topics.journal(cluster), 0), RecordsToDelete.beforeOffset(3)))
                        .all()
                        .get(20, TimeUnit.SECONDS);
            }
            try (Replica replica = replica(journal, State.EMPTY)) {
                assertThat(fault.get(20, TimeUnit.SECONDS)).isInstanceOf(JournalTruncatedException.class);
                assertThat(replica.state().resourceVersion()).isZero();
            }
        }
    }

    private Replica replica(KafkaJournal journal, State booted) {
        Replica replica = Replica.start(journal, booted, ReplicaSettings.DEFAULT);
        replica.ended().thenAccept(fault::complete);
        return replica;
    }
}
