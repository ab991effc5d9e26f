package io.shiplog.journal.kafka.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.access.Entrance;
import io.shiplog.journal.kafka.access.KafkaRefusedException;
import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.testkit.TriedAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stolen node's credentials open of Kafka. */
class NodeGrantTest {
    private static final Principal.Node ONE = new Principal.Node("one");
    private static final Principal.Node TWO = new Principal.Node("two");

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static ClusterConfig admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory);
        admin = kafka.guardedCluster().as(Principal.Role.ADMIN);
        TopicSetup.ensure(admin, TopicSettings.singleBroker());
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aNodeReadsItsOwnAssignmentsAndWritesItsOwnReportsAndNothingElse() {
        ClusterConfig one = granted(ONE);
        granted(TWO);
        List<String> topics = new ArrayList<>(Topics.names(admin));
        for (Principal.Node node : List.of(ONE, TWO)) {
            topics.add(Topics.assignments(admin, node.name()));
            topics.add(Topics.reports(admin, node.name()));
        }
        TriedAccess.fill(admin, topics);
        assertThat(TriedAccess.of(one, topics))
                .isEqualTo(Set.of(
                        "read shiplog.assignments.one", "read shiplog.reports.one", "write shiplog.reports.one"));
        Entrance.checkRights(one.clientSettings(), one.cluster(), ONE);
        assertThatThrownBy(() -> Entrance.checkRights(one.clientSettings(), one.cluster(), TWO))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("shiplog.assignments.two");
    }

    @Test
    void aNewPasswordMakesTheFormerOneWorthless() {
        ClusterConfig before = granted(new Principal.Node("three"));
        Entrance.check(before.clientSettings());
        ClusterConfig after = granted(new Principal.Node("three"));
        Entrance.check(after.clientSettings());
        assertThatThrownBy(() -> Entrance.check(before.clientSettings()))
                .isInstanceOf(KafkaRefusedException.class)
                .hasMessageContaining("node:three");
    }

    @Test
    void aNodeThatIsShutOutIsLetInByNothingButANewGrant() {
        var four = new Principal.Node("four");
        ClusterConfig before = granted(four);
        assertThat(new NodeGrant(admin, four).takeBack()).isTrue();
        await().untilAsserted(() -> assertThatThrownBy(() -> Entrance.check(before.clientSettings()))
                .isInstanceOf(KafkaRefusedException.class));
        assertThat(new NodeGrant(admin, four).takeBack()).isTrue();
        ClusterConfig after = granted(four);
        Entrance.check(after.clientSettings());
        Entrance.checkRights(after.clientSettings(), after.cluster(), four);
    }

    @Test
    void aConnectionThatIsOpenWhenItsNodeIsShutOutReadsNothingMore() {
        var five = new Principal.Node("five");
        ClusterConfig node = granted(five);
        try (var consumer =
                new KafkaConsumer<>(node.clientSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(Topics.assignments(admin, five.name()), 0)));
            consumer.poll(Duration.ofMillis(100));
            new NodeGrant(admin, five).takeBack();
            await().untilAsserted(() -> assertThatThrownBy(() -> consumer.poll(Duration.ofMillis(100)))
                    .isInstanceOf(AuthorizationException.class));
        }
    }

    private static ClusterConfig granted(Principal.Node node) {
        var grant = new NodeGrant(admin, node);
        grant.topicsAndRights();
        Map<String, String> client = grant.password();
        return new ClusterConfig(kafka.bootstrapServers(), admin.cluster(), client);
    }
}
