package io.shiplog.journal.kafka.log;

import static io.shiplog.journal.testkit.Objects.create;
import static io.shiplog.journal.testkit.Objects.key;
import static io.shiplog.journal.testkit.Objects.proposal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.GatedJournal;
import io.shiplog.journal.Journal;
import io.shiplog.journal.State;
import io.shiplog.journal.WriteGate;
import io.shiplog.journal.WritesRefusedException;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.journal.streams.StateRecordFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is acknowledged that the journal might delete before it is materialized. */
class WindowWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void refusesWritesWhileTheMaterializerIsAwayForHalfOfTheWindowAndTakesThemWhenItIsBack() throws Exception {
        var gate = new WriteGate();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            ClusterConfig cluster = kafka.cluster("c");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            keepFor(cluster, Duration.ofSeconds(2));
            try (Journal journal = new GatedJournal(KafkaJournal.open(cluster, JournalSettings.DEFAULT), gate);
                    Replica replica = Replica.start(journal, State.EMPTY, ReplicaSettings.DEFAULT);
                    WindowWatch _ = WindowWatch.start(cluster, gate, Duration.ofMillis(50))) {
                replica.propose(proposal(create(key("a"), "u", "1"))).get(20, TimeUnit.SECONDS);
                await().atMost(PATIENCE).until(() -> replica.refusal().isPresent());
                assertThatThrownBy(() -> replica.propose(proposal(create(key("b"), "u", "1")))
                                .get(20, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOf(WritesRefusedException.class)
                        .hasMessageContaining("start the reconcilers");
                assertThat(replica.latest().get(20, TimeUnit.SECONDS).resourceVersion())
                        .as("reads go on")
                        .isEqualTo(1);
                materialized(cluster, 1);
                await().atMost(PATIENCE).until(() -> replica.refusal().isEmpty());
                replica.propose(proposal(create(key("b"), "u", "1"))).get(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void goesByWhatTheTopicKeepsNowWhoeverChangedIt() throws Exception {
        var gate = new WriteGate();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            ClusterConfig cluster = kafka.cluster("c");
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            try (Journal journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
                    WindowWatch _ = WindowWatch.start(cluster, gate, Duration.ofMillis(50))) {
                journal.append(proposal(create(key("a"), "u", "1"))).get(20, TimeUnit.SECONDS);
                keepFor(cluster, Duration.ofMillis(10));
                await().atMost(PATIENCE).until(() -> gate.refusal().isPresent());
                keepFor(cluster, Duration.ofDays(1));
                await().atMost(PATIENCE).until(() -> gate.refusal().isEmpty());
            }
        }
    }

    private static void keepFor(ClusterConfig cluster, Duration time) throws Exception {
        var journal = new ConfigResource(ConfigResource.Type.TOPIC, Topics.journal(cluster));
        var setting = new ConfigEntry("retention.ms", Long.toString(time.toMillis()));
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            admin.incrementalAlterConfigs(
                            Map.of(journal, List.of(new AlterConfigOp(setting, AlterConfigOp.OpType.SET))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static void materialized(ClusterConfig cluster, long resourceVersion) throws Exception {
        try (var producer =
                new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.state(cluster),
                            null,
                            StateRecordFormat.positionKey(),
                            StateRecordFormat.positionValue(),
                            StateRecordFormat.positionHeaders(resourceVersion)))
                    .get(20, TimeUnit.SECONDS);
        }
    }
}
