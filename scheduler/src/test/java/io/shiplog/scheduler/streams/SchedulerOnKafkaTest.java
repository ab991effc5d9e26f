package io.shiplog.scheduler.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.clients.JournalSettings;
import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import io.shiplog.journal.kafka.log.KafkaJournal;
import io.shiplog.journal.kafka.topics.TopicSettings;
import io.shiplog.journal.kafka.topics.TopicSetup;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.CaughtUp;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.StreamsApplication;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectJson;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.Given;
import io.shiplog.scheduler.SchedulerRole;
import io.shiplog.scheduler.SchedulerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The whole application on a real Kafka: what TopologyTestDriver cannot know. */
class SchedulerOnKafkaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;
    private static int clusters;

    private ClusterConfig cluster;
    private KafkaJournal journal;
    private TestMaterializer materializer;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void connect() {
        cluster = kafka.cluster("scheduler-" + clusters++);
        TopicSetup.ensure(cluster, TopicSettings.singleBroker());
        journal = KafkaJournal.open(cluster, JournalSettings.DEFAULT);
        materializer = new TestMaterializer(cluster, journal);
    }

    @AfterEach
    void disconnect() {
        materializer.close();
        journal.close();
        assertThat(materializer.fault.get()).isNull();
    }

    @Test
    void bindsAThousandPodsOnceEach() {
        nodes(20);
        try (var scheduler = start("one")) {
            await().atMost(PATIENCE).until(scheduler::ready);
            long start = System.nanoTime();
            pods("web", 1000);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> materializer.bindings.size() == 1000);
            System.out.println("1000 pods bound through Kafka in " + (System.nanoTime() - start) / 1_000_000 + " ms");
            // On a busy machine a binding may be proposed again before it comes back: of the two only one takes effect.
            assertThat(materializer.bindings.values()).containsOnly(1);
        }
    }

    @Test
    void twoSchedulersThatRaceNeverBindAPodTwice() {
        nodes(10);
        try (var one = start("one");
                var other = rival()) {
            await().atMost(PATIENCE).until(() -> one.ready() && other.ready());
            for (int round = 1; round <= 10; round++) {
                pods("round-" + round, 20);
                int expected = round * 20;
                await().atMost(PATIENCE).until(() -> materializer.bindings.size() == expected);
            }
            assertThat(materializer.bindings.values()).containsOnly(1);
            assertThat(materializer.refused.get()).as("they did race").isPositive();
        }
    }

    @Test
    void aRestartedSchedulerWorksAgainWithinFiveSeconds() {
        nodes(2);
        pods("before", 5);
        try (var first = start("one")) {
            await().atMost(PATIENCE).until(() -> materializer.bindings.size() == 5);
            await().atMost(PATIENCE).until(first::ready);
        }
        pods("meanwhile", 5);
        long start = System.nanoTime();
        try (var second = start("one")) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> materializer.bindings.size() == 10);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            System.out.println("a restarted scheduler bound again after " + took.toMillis() + " ms");
            await().atMost(PATIENCE).until(second::ready);
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(materializer.refused).as("it knew what was bound").hasValue(0);
        }
    }

    @Test
    void aGatedPodWhoseConditionGotLostDoesNotKeepASchedulerFromStarting() throws Exception {
        nodes(1);
        create(
                Pods.RESOURCE,
                "default/gated",
                Given.requesting("", "100m", "schedulingGates: [{name: example.com/hold}]"));
        String topic = Topics.state(cluster);
        try (var admin = Admin.create(cluster.clientSettings())) {
            var state = new TopicPartition(topic, 0);
            // The node and the pod.
            await().atMost(PATIENCE).until(() -> end(admin, state) >= 2);
            // As a predecessor leaves it that has committed the records and died.
            var group = new StreamsSettings(cluster, "one", directory).applicationId(SchedulerTopology.APPLICATION);
            admin.alterConsumerGroupOffsets(group, Map.of(state, new OffsetAndMetadata(end(admin, state))))
                    .all()
                    .get();
        }
        try (var scheduler = start("one")) {
            await().atMost(PATIENCE).until(() -> json("gated").contains("SchedulingGated"));
            pods("other", 1);
            await().atMost(PATIENCE).until(() -> materializer.bindings.size() == 1);
            await().atMost(PATIENCE).until(scheduler::ready);
        }
    }

    private static long end(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private String json(String pod) {
        StoredObject object = materializer.state.get().get(Pods.RESOURCE, ObjectKey.parse("default/" + pod));
        return object == null ? "" : new String(object.json(), UTF_8);
    }

    private SchedulerRole start(String instance) {
        return SchedulerRole.start(
                new SchedulerSettings(cluster, instance, directory.resolve(cluster.cluster())), Instruments.unread());
    }

    /** A second active scheduler, as it exists for a moment when one that was taken for dead is not. */
    private StreamsApplication rival() {
        var settings = new StreamsSettings(cluster, "rival", directory.resolve(cluster.cluster() + "-rival"));
        var properties = settings.properties(SchedulerTopology.APPLICATION);
        String group = settings.applicationId("rival");
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, group);
        return StreamsApplication.start(
                () -> SchedulerTopology.of(
                        cluster,
                        new SchedulerTopology.Parts(
                                () -> new CaughtUp(cluster, group, Duration.ofSeconds(10)), 2, Instruments.unread())),
                properties,
                Instruments.unread().registry());
    }

    private void nodes(int count) {
        for (int i = 0; i < count; i++) {
            create(Nodes.RESOURCE, "n" + i, Given.sized("n" + i, "64", ""));
        }
    }

    private void pods(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            create(Pods.RESOURCE, "default/" + prefix + "-" + i, Given.requesting("", "100m", ""));
        }
    }

    private void create(GroupResource resource, String key, String yaml) {
        StoredObject object = Given.stored(resource, key, 1, yaml);
        ObjectNode json = Json.parse(object.json());
        ((ObjectNode) json.get("metadata")).remove("resourceVersion");
        byte[] bytes = Json.bytes(json);
        ObjectJson.check(bytes);
        var origin = new Origin("kubernetes-admin", List.of(), "create", "test");
        var write = Write.create(resource, object.key(), object.uid(), bytes);
        journal.append(new Proposal(UUID.randomUUID().toString(), origin, List.of(write)));
    }
}
