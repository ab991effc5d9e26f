package io.shiplog.reconcilers.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.access.Principal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.nodes.NodeGrant;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.NodePartition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes to nodes that joined, and what comes from them, on a guarded Kafka. */
class NodeRelayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path data;

    private EmbeddedKafka kafka;
    private ClusterConfig cluster;
    private KafkaProducer<String, byte[]> admin;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(data);
        cluster = kafka.guardedCluster();
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        admin = RelayClients.producer(cluster.as(Principal.Role.ADMIN));
    }

    @AfterEach
    void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void aNodeGetsItsOwnAssignmentsAndNoOthers() throws Exception {
        assign("one/a", "1");
        assign("one/b", "1");
        assign("one/b", null);
        assign("two/c", "1");
        joined("one");
        try (NodeRelay relay = NodeRelay.start(cluster.as(Principal.Role.RECONCILERS))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(assigned("one")).isEqualTo(Map.of("one/a", "1")));
            joined("two");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(assigned("two")).isEqualTo(Map.of("two/c", "1")));
            assign("one/a", "2");
            assign("two/d", "1");
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(assigned("one")).isEqualTo(Map.of("one/a", "2"));
                assertThat(assigned("two")).isEqualTo(Map.of("two/c", "1", "two/d", "1"));
            });
            assertThat(relay).isNotNull();
        }
        // What is withdrawn while nobody relays is withdrawn by whoever relays next, and nothing is told again.
        assign("two/c", null);
        try (NodeRelay relay = NodeRelay.start(cluster.as(Principal.Role.RECONCILERS))) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(assigned("two")).isEqualTo(Map.of("two/d", "1")));
            assertThat(end(Topics.assignments(cluster, "two"))).isEqualTo(3);
            assertThat(relay).isNotNull();
        }
    }

    @Test
    void aNodeReportsOfItselfAndItsPodsAndOfNothingElse() throws Exception {
        ClusterConfig one = joined("one");
        try (NodeRelay relay = NodeRelay.start(cluster.as(Principal.Role.RECONCILERS));
                KafkaProducer<String, byte[]> node = RelayClients.producer(one)) {
            for (String key : new String[] {"two", "two/c", "one", "one/a"}) {
                send(node, Topics.reports(cluster, "one"), 0, key, "of " + key);
            }
            send(node, Topics.reports(cluster, "one"), 0, "one/a", null);
            send(node, Topics.reports(cluster, "one"), 0, "one/b", "last");
            int partition = NodePartition.of("one", TopicSettings.singleBroker().nodePartitions());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(latest(Topics.relayedReports(cluster), partition))
                            .isEqualTo(Map.of("one", "of one", "one/b", "last")));
            assertThat(relay).isNotNull();
        }
    }

    /** A node that joins; the cluster as it sees it. */
    private ClusterConfig joined(String node) {
        var grant = new NodeGrant(cluster.as(Principal.Role.ADMIN), new Principal.Node(node));
        grant.topicsAndRights();
        return new ClusterConfig(kafka.bootstrapServers(), cluster.cluster(), grant.password());
    }

    private void assign(String key, @Nullable String value) throws Exception {
        int partition = NodePartition.of(
                NodePartition.node(key), TopicSettings.singleBroker().nodePartitions());
        send(admin, Topics.assignments(cluster), partition, key, value);
    }

    private static void send(
            KafkaProducer<String, byte[]> producer, String topic, int partition, String key, @Nullable String value)
            throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, key, value == null ? null : value.getBytes(UTF_8)))
                .get(20, TimeUnit.SECONDS);
    }

    private Map<String, String> assigned(String node) {
        return latest(Topics.assignments(cluster, node), 0);
    }

    private long end(String topic) {
        try (KafkaConsumer<String, byte[]> reader = RelayClients.reader(cluster)) {
            var partition = new TopicPartition(topic, 0);
            return reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private Map<String, String> latest(String topic, int number) {
        var latest = new TreeMap<String, String>();
        try (KafkaConsumer<String, byte[]> reader = RelayClients.reader(cluster)) {
            var partition = new TopicPartition(topic, number);
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : reader.poll(Duration.ofMillis(100))) {
                    if (record.value() == null) {
                        latest.remove(record.key());
                    } else {
                        latest.put(record.key(), new String(record.value(), UTF_8));
                    }
                }
            }
        }
        return latest.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
