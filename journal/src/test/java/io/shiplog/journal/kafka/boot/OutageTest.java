package io.shiplog.journal.kafka.boot;

import static io.shiplog.journal.testkit.Objects.CONFIG_MAPS;
import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.Outcome;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.journal.testkit.States;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica answers while Kafka is away, and that it goes on afterwards. */
class OutageTest {
    private static final JournalSettings SETTINGS = new JournalSettings(ProposalLimits.DEFAULT, Duration.ofSeconds(1));
    private static final Duration DECISION = Duration.ofSeconds(2);
    /**
     * How much later than its deadline an answer may come on a busy machine; without deadlines it took half a minute.
     */
    private static final Duration LATE = Duration.ofSeconds(6);

    private final AtomicReference<Throwable> fault = new AtomicReference<>();

    @TempDir
    Path directory;

    @Test
    void answersUnknownWhileKafkaIsAwayAndTheTruthWhenItIsBack() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        ClusterConfig cluster = kafka.cluster("outage");
        int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        try (KafkaJournal journal = KafkaJournal.open(cluster, SETTINGS);
                Replica replica = replica(journal)) {
            assertThat(propose(replica, "before").get(20, TimeUnit.SECONDS)).isInstanceOf(Outcome.Decided.class);
            kafka.close();

            long start = System.nanoTime();
            CompletableFuture<Outcome> lost = propose(replica, "lost");
            List<CompletableFuture<State>> reads = List.of(replica.latest(), replica.latest());
            assertThat(lost.get(60, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
            for (CompletableFuture<State> read : reads) {
                assertThatThrownBy(() -> read.get(60, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TimeoutException.class);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DECISION.plus(LATE));
            assertThat(replica.isRunning()).isTrue();

            kafka = EmbeddedKafka.start(directory, port);
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    replica.latest().get(20, TimeUnit.SECONDS).get(CONFIG_MAPS, key("before")))
                            .isNotNull());
            Outcome after = propose(replica, "after").get(20, TimeUnit.SECONDS);
            assertThat(after)
                    .isInstanceOfSatisfying(
                            Outcome.Decided.class,
                            decided -> assertThat(decided.verdict()).isInstanceOf(Verdict.Accepted.class));
            try (KafkaJournal other = KafkaJournal.open(cluster, SETTINGS);
                    Replica witness = replica(other)) {
                assertThat(States.print(witness.latest().get(20, TimeUnit.SECONDS)))
                        .isEqualTo(States.print(replica.latest().get(20, TimeUnit.SECONDS)));
            }
        } finally {
            kafka.close();
        }
        assertThat(fault.get()).isNull();
    }

    private Replica replica(KafkaJournal journal) {
        Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT.withDecisionTimeout(DECISION));
        replica.ended().thenAccept(fault::set);
        return replica;
    }

    private static CompletableFuture<Outcome> propose(Replica replica, String name) {
        return replica.propose(proposal(create(key(name), "uid-" + name, "1")));
    }
}
