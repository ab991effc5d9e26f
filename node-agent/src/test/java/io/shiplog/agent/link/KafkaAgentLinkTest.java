package io.shiplog.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.TestPods;
import io.shiplog.journal.codec.Report;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.streams.NodePartition;
import io.shiplog.objects.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaAgentLinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TIME = "2026-01-01T00:00:00Z";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;
    private static final AtomicInteger CLUSTERS = new AtomicInteger();

    private final ClusterConfig cluster = kafka.cluster("c" + CLUSTERS.incrementAndGet());

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(data);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    /** Keeps what it hears. */
    private static final class Heard implements AssignmentListener {
        final List<String> all = new CopyOnWriteArrayList<>();
        String refused = "";

        @Override
        public void assigned(String node, String podUid, @Nullable PodAssignment assignment) {
            if (podUid.equals(refused)) {
                throw new IllegalStateException("this pod is refused");
            }
            String phase = assignment == null ? "" : assignment.knownPhase();
            all.add((assignment == null ? "-" : "+") + node + "/" + podUid + (phase.isEmpty() ? "" : " " + phase));
        }

        @Override
        public void caughtUp(Set<String> untold) {
            all.add("caught up" + (untold.isEmpty() ? "" : " but for " + untold));
        }
    }

    private void assign(String node, String uid, boolean present) throws Exception {
        var settings = cluster.clientSettings();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            String topic = cluster.topic("assignments");
            int partition = NodePartition.of(node, producer.partitionsFor(topic).size());
            String value = "{'v':1,'node':'" + node + "','pod':{'metadata':{'name':'p','namespace':'d','uid':'" + uid
                    + "'},'spec':{'containers':[]}}}";
            byte[] bytes = present ? AgentJson.bytes(TestPods.json(value)) : null;
            producer.send(new ProducerRecord<>(topic, partition, node + "/" + uid, bytes))
                    .get();
        }
    }

    private static Report.OfPod report(String node, String uid, String status) {
        return new Report.OfPod(
                node, TIME, new ObjectKey("d", "p"), uid, status.getBytes(StandardCharsets.UTF_8), false, List.of());
    }

    private Map<String, String> reports() {
        Map<String, String> last = new ConcurrentHashMap<>();
        var settings = cluster.clientSettings();
        settings.put("auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(cluster.topic("reports")).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() == null) {
                        last.remove(record.key());
                    } else {
                        last.put(record.key(), record.value());
                    }
                }
            }
        }
        return last;
    }

    @Test
    void deliversTheLastStateOfItsOwnNodesAndThenEveryChange() throws Exception {
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        assign("n1", "gone", true);
        assign("n1", "kept", true);
        assign("n2", "other", true);
        assign("n1", "gone", false);
        var heard = new Heard();
        try (var link = new KafkaAgentLink(cluster, Set.of("n1"))) {
            link.start(heard);
            await().atMost(PATIENCE).until(() -> heard.all.contains("caught up"));
            assertThat(heard.all).containsExactly("+n1/kept", "caught up");
            assign("n1", "new", true);
            assign("n1", "kept", false);
            await().atMost(PATIENCE).until(() -> heard.all.size() == 4);
            assertThat(heard.all.subList(2, 4)).containsExactly("+n1/new", "-n1/kept");
        }
    }

    @Test
    void publishesReportsAndWithdrawsThoseOfPodsThatWentWhileItWasAway() throws Exception {
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        assign("n1", "kept", true);
        try (var link = new KafkaAgentLink(cluster, Set.of("n1"))) {
            link.publish(new Report.OfNode("n1", TIME, EMPTY));
            link.publish(report("n1", "kept", "{}"));
            link.publish(report("n1", "gone", "{}"));
            link.publish(report("n2", "other", "{}"));
            await().atMost(PATIENCE).until(() -> reports().size() == 4);
        }
        try (var link = new KafkaAgentLink(cluster, Set.of("n1"))) {
            link.start(new Heard());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(reports()).containsOnlyKeys("n1", "n1/kept", "n2/other"));
        }
    }

    @Test
    void remembersWhatItsNodesReportedBefore() throws Exception {
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        assign("n1", "new", true);
        assign("n1", "taken", true);
        String status = "{\"phase\":\"Failed\",\"startTime\":\"2026-01-01T00:00:00Z\"}";
        try (var link = new KafkaAgentLink(cluster, Set.of("n1"))) {
            link.publish(report("n1", "taken", status));
            await().atMost(PATIENCE).until(() -> reports().size() == 1);
        }
        var heard = new Heard();
        try (var link = new KafkaAgentLink(cluster, Set.of("n1"))) {
            link.start(heard);
            await().atMost(PATIENCE).until(() -> heard.all.contains("caught up"));
        }
        assertThat(heard.all).containsExactly("+n1/taken Failed", "+n1/new", "caught up");
    }

    @Test
    void goesOnAfterAnAssignmentThatCannotBeTaken() throws Exception {
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        var heard = new Heard();
        heard.refused = "bad";
        try (var link = new KafkaAgentLink(cluster, Set.of("n1"))) {
            link.start(heard);
            await().atMost(PATIENCE).until(() -> heard.all.contains("caught up"));
            assign("n1", "bad", true);
            assign("n1", "good", true);
            await().atMost(PATIENCE).until(() -> heard.all.contains("+n1/good"));
        }
        assertThat(heard.all).containsExactly("caught up", "+n1/good");
    }

    @Test
    void waitsForTopicsThatDoNotExistYet() throws Exception {
        var heard = new Heard();
        try (var link = new KafkaAgentLink(cluster, Set.of("n1"))) {
            link.start(heard);
            link.publish(new Report.OfNode("n1", TIME, EMPTY));
            TopicSetup.ensure(cluster, TopicSettings.singleBroker());
            await().atMost(PATIENCE).until(() -> heard.all.contains("caught up"));
            await().atMost(PATIENCE).until(() -> reports().containsKey("n1"));
        }
    }
}
