package io.shiplog.journal.kafka.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.KafkaUnavailableException;
import io.shiplog.journal.testkit.KafkaForTests;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicSetupTest {
    @RegisterExtension
    static final KafkaForTests KAFKA = new KafkaForTests();

    @Test
    void createsEveryTopicAndAcceptsWhatItCreated() throws Exception {
        ClusterConfig cluster = KAFKA.get().cluster("fresh");
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        assertThatCode(() -> TopicSetup.ensure(cluster, TopicSettings.singleBroker()))
                .doesNotThrowAnyException();
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
                    .contains("fresh.journal", "fresh.state", "fresh.assignments", "fresh.reports");
        }
    }

    @Test
    void refusesUnsafeTopicsNamingEveryWrongSettingAndCreatesNothing() throws Exception {
        ClusterConfig cluster = KAFKA.get().cluster("unsafe");
        try (Admin admin = Admin.create(cluster.clientSettings())) {
            admin.createTopics(List.of(
                            topic("unsafe.journal", 3, Map.of("cleanup.policy", "compact", "retention.bytes", "1000")),
                            topic(
                                    "unsafe.state",
                                    2,
                                    Map.of("cleanup.policy", "compact,delete", "delete.retention.ms", "0")),
                            topic("unsafe.reports", 8, Map.of("cleanup.policy", "delete"))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> TopicSetup.ensure(cluster, TopicSettings.singleBroker()))
                    .isInstanceOfSatisfying(
                            UnsafeTopicsException.class,
                            refusal -> assertThat(refusal.problems())
                                    .containsExactlyInAnyOrder(
                                            "unsafe.journal has 3 partitions, must have 1",
                                            "unsafe.journal has cleanup.policy=compact, must be delete",
                                            "unsafe.journal has message.timestamp.type=CreateTime, must be LogAppendTime",
                                            "unsafe.journal has retention.bytes=1000, must be at least 268435456",
                                            "unsafe.journal has max.message.bytes=1048588, must be at least 3149824",
                                            "unsafe.state has 2 partitions, must have 1",
                                            "unsafe.state has delete.retention.ms=0, must be at least 3600000",
                                            "unsafe.state has cleanup.policy=compact,delete, must be compact",
                                            "unsafe.state has min.compaction.lag.ms=0, must be at least 3600000",
                                            "unsafe.state has max.message.bytes=1048588, must be at least 1576960",
                                            "unsafe.reports has cleanup.policy=delete, must be compact",
                                            "unsafe.reports has max.message.bytes=1048588, must be at least 1576960"));
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).doesNotContain("unsafe.assignments");
        }
    }

    @Test
    void aRoleThatIsToldNoWindowTakesTheOneThatTheClusterWasStartedWith() {
        ClusterConfig cluster = KAFKA.get().cluster("window");
        AuditWindow chosen = new AuditWindow(Duration.ofHours(12), 500L << 20);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        TopicSetup.keep(cluster, chosen);

        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
    }

    @Test
    void refusesAnUncleanElectionAndTooFewReplicas() {
        TopicSpec journal =
                Topics.all(KAFKA.get().cluster("c"), TopicSettings.replicated()).getFirst();
        Map<String, String> safe = Map.of(
                "cleanup.policy", "delete",
                "message.timestamp.type", "LogAppendTime",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "max.message.bytes", "4000000",
                "unclean.leader.election.enable", "false",
                "min.insync.replicas", "2");
        assertThat(journal.problems(new TopicSpec.Existing(1, 3, safe))).isEmpty();
        Map<String, String> unsafe = new java.util.HashMap<>(safe);
        unsafe.put("unclean.leader.election.enable", "true");
        unsafe.put("min.insync.replicas", "1");
        unsafe.put("retention.ms", "59999");
        assertThat(journal.problems(new TopicSpec.Existing(1, 2, unsafe)))
                .containsExactly(
                        "c.journal has replication factor 2, must be at least 3",
                        "c.journal has unclean.leader.election.enable=true, must be false",
                        "c.journal has min.insync.replicas=1, must be at least 2",
                        "c.journal has retention.ms=59999, must be at least 60000");
    }

    @Test
    void severalProcessesSetUpTheSameTopicsAtTheSameMoment() throws Exception {
        ClusterConfig cluster = KAFKA.get().cluster("together");
        try (var executor = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> setUps = Collections.nCopies(4, () -> {
                TopicSetup.ensure(cluster, TopicSettings.singleBroker());
                return null;
            });
            for (Future<Void> each : executor.invokeAll(setUps)) {
                each.get();
            }
        }
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
    }

    @Test
    void oneBrokerThatIsMeantToBeAloneReplicatesNothing() {
        assertThat(TopicSetup.settingsFor(KAFKA.get().cluster("alone"))).isEqualTo(TopicSettings.singleBroker());
    }

    @Test
    void theTopicsOfThreeBrokersAreReplicatedAlthoughSomeAreNotThereYet() {
        assertThat(new Replication(3, 1, 0).settings()).isEqualTo(TopicSettings.replicated());
        assertThat(new Replication(1, 3, 0).settings()).isEqualTo(TopicSettings.replicated());
        assertThat(new Replication(2, 0, 3).settings()).isEqualTo(TopicSettings.replicated());
        assertThat(new Replication(2, 1, 1).settings()).isEqualTo(TopicSettings.singleBroker());
    }

    @Test
    void saysThatBrokersAreMissingInsteadOfHoldingRecordsLessOften() {
        assertThatThrownBy(() -> TopicSetup.ensure(
                        KAFKA.get().cluster("few"), TopicSettings.replicated(), Duration.ofMillis(500)))
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageContaining("too few brokers");
    }

    private static NewTopic topic(String name, int partitions, Map<String, String> settings) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(settings);
    }

    @Test
    void saysThatTopicsAreMissingThatAClientMayNotCreate() {
        ClusterConfig proxy = KAFKA.get().guardedCluster().as(Principal.Role.PROXY);
        assertThatThrownBy(() -> TopicSetup.ensure(proxy, TopicSettings.singleBroker(), Duration.ofMillis(500)))
                .isInstanceOf(KafkaUnavailableException.class)
                .hasMessageContaining("topics are missing, and the client lacks CREATE on them");
    }
}
