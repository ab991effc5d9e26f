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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
    void aNodeReadsItsOwnAssignmentsAndWritesItsOwnReportsAndNothingElse() throws Exception {
        ClusterConfig one = granted(ONE);
        granted(TWO);
        List<String> topics = new ArrayList<>(Topics.names(admin));
        for (Principal.Node node : List.of(ONE, TWO)) {
            topics.add(Topics.assignments(admin, node.name()));
            topics.add(Topics.reports(admin, node.name()));
        }
        try (var producer = producer(admin)) {
            for (String topic : topics) {
                producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {1}))
                        .get(20, TimeUnit.SECONDS);
            }
        }
        assertThat(access(one, topics))
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

    private static KafkaProducer<byte[], byte[]> producer(ClusterConfig cluster) {
        return new KafkaProducer<>(cluster.clientSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Set<String> access(ClusterConfig cluster, List<String> topics) throws Exception {
        var can = new TreeSet<String>();
        try (var consumer = new KafkaConsumer<>(
                        cluster.clientSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = producer(cluster)) {
            for (String topic : topics) {
                var partition = new TopicPartition(topic, 0);
                try {
                    consumer.assign(List.of(partition));
                    consumer.seekToBeginning(List.of(partition));
                    assertThat(consumer.poll(Duration.ofSeconds(20)).count()).isPositive();
                    can.add("read " + topic);
                } catch (AuthorizationException refused) {
                    consumer.unsubscribe();
                }
                try {
                    producer.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {1}))
                            .get(20, TimeUnit.SECONDS);
                    can.add("write " + topic);
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(AuthorizationException.class);
                }
            }
        }
        return can;
    }
}
