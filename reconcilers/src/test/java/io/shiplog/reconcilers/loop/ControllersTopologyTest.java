package io.shiplog.reconcilers.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.CacheSync;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Feeds;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Resource;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.feeds.FeedSpec;
import io.shiplog.reconcilers.feeds.PublishedFeed;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.PlannedWrite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControllersTopologyTest {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final GroupResource MAPS = GroupResource.core("configmaps");
    private static final GroupResource SECRETS = GroupResource.core("secrets");
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);

    @TempDir
    Path directory;

    @Test
    void theTopologyIsAsChecked() {
        assertThat(ControllersTopology.of(
                                CLUSTER,
                                new ControllersTopology.Parts(
                                        List.of(),
                                        feeds(PublishedFeed.NONE),
                                        CacheSync::complete,
                                        Instruments.unread()))
                        .describe()
                        .toString())
                .isEqualTo(Resource.text("topology/controllers.txt"));
    }

    @Test
    void proposesWhatAPlanAsksFor() {
        try (var driver = driver()) {
            pipe(driver, new StateRecord(MAPS, ObjectKey.parse("ns/a"), "u", 1, "p", utf8("{\"metadata\":{}}")));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).singleElement().satisfies(proposal -> {
                assertThat(proposal.origin().user()).isEqualTo("system:shiplog:copier");
                assertThat(proposal.writes()).singleElement().satisfies(write -> {
                    assertThat(write.resource()).isEqualTo(SECRETS);
                    assertThat(write.key()).hasToString("ns/a");
                });
            });
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).isEmpty();
        }
    }

    @Test
    void aRestartReconcilesEveryKey() {
        for (int start = 0; start < 2; start++) {
            try (var driver = driver()) {
                pipe(driver, new StateRecord(MAPS, ObjectKey.parse("ns/a"), "u", 1, "p", utf8("{\"metadata\":{}}")));
                driver.advanceWallClockTime(Duration.ofMillis(5));
                assertThat(proposals(driver)).hasSize(1);
            }
        }
    }

    @Test
    void assignsAPodWhileItsRecordIsProcessed() {
        try (var driver = driver()) {
            pipe(driver, pod(1, "node-1"));
            assertThat(assignments(driver)).singleElement().satisfies(record -> {
                assertThat(new String(record.key, UTF_8)).isEqualTo("node-1/u");
                assertThat(new String(record.value, UTF_8)).startsWith("{\"v\":2,\"node\":\"node-1\",\"pod\":{");
            });
            pipe(driver, new StateRecord(PODS, ObjectKey.parse("ns/a"), "u", 2, "p", null));
            assertThat(assignments(driver)).singleElement().satisfies(record -> {
                assertThat(new String(record.key, UTF_8)).isEqualTo("node-1/u");
                assertThat(record.value).isNull();
            });
        }
    }

    @Test
    void exportsWhatIsAskedForAndFeedsServicesWhileTheirRecordsAreProcessed() {
        try (var driver = driver()) {
            pipe(driver, pod(1, "node-1"));
            GroupResource services = GroupResource.core("services");
            pipe(driver, new StateRecord(services, ObjectKey.parse("ns/web"), "s", 2, "p", utf8("{\"metadata\":{}}")));
            pipe(driver, new StateRecord(PODS, ObjectKey.parse("ns/a"), "u", 3, "p", null));
            assertThat(records(driver, "export.pods"))
                    .extracting(record -> new String(record.key, UTF_8) + (record.value == null ? " gone" : ""))
                    .containsExactly("ns/a", "ns/a gone");
            assertThat(records(driver, "services"))
                    .extracting(record -> new String(record.key, UTF_8))
                    .containsExactly("ns/web");
        }
    }

    @Test
    void assignsNothingBeforeTheGateOpensAndThenWhatThereIs() {
        var sync = new Door();
        try (var driver = driver(reader(Map.of("node-2/gone", UUID.randomUUID()), new ArrayDeque<>()), () -> sync)) {
            pipe(driver, pod(1, "node-1"));
            pipe(driver, new StateRecord(PODS, ObjectKey.parse("ns/a"), "u", 2, "p", null));
            pipe(
                    driver,
                    new StateRecord(
                            PODS,
                            ObjectKey.parse("ns/b"),
                            "v",
                            3,
                            "p",
                            utf8("{\"metadata\":{},\"spec\":{\"nodeName\":\"node-1\"}}")));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(assignments(driver))
                    .as("a pod that is gone never starts again")
                    .isEmpty();
            sync.open = true;
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(assignments(driver))
                    .extracting(record -> new String(record.key, UTF_8) + (record.value == null ? " withdrawn" : ""))
                    .containsExactlyInAnyOrder("node-1/v", "node-2/gone withdrawn");
        }
    }

    @Test
    void writesAgainWhatAPausedPredecessorWroteOverAnAssignment() {
        var seen = new ArrayDeque<PublishedFeed.Seen>();
        try (var driver = driver(reader(Map.of(), seen), CacheSync::complete)) {
            pipe(driver, pod(1, "node-1"));
            List<TestRecord<byte[], byte[]>> written = assignmentRecords(driver);
            assertThat(written).hasSize(1);
            TestRecord<byte[], byte[]> own = written.getFirst();
            seen.add(PublishedFeed.Seen.of("node-1/u", own.value(), own.headers()));
            seen.add(new PublishedFeed.Seen("node-1/u", null, "predecessor/77"));
            seen.add(new PublishedFeed.Seen("node-1/old", own.value(), "predecessor/78"));
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            assertThat(assignments(driver))
                    .extracting(record -> new String(record.key, UTF_8) + (record.value == null ? " withdrawn" : ""))
                    .containsExactly("node-1/u", "node-1/old withdrawn");
        }
    }

    /** A gate that a test opens. */
    private static final class Door implements CacheSync {
        private boolean open;

        @Override
        public boolean hasSynced(long resourceVersion) {
            return open;
        }

        @Override
        public void close() {}
    }

    private static PublishedFeed reader(Map<String, UUID> latest, Queue<PublishedFeed.Seen> next) {
        return () -> new PublishedFeed.Reader() {
            @Override
            public Map<String, UUID> latest() {
                return latest;
            }

            @Override
            public List<PublishedFeed.Seen> next() {
                List<PublishedFeed.Seen> all = List.copyOf(next);
                next.clear();
                return all;
            }

            @Override
            public void close() {}
        };
    }

    /** All feeds, of which only that of the assignments was ever written. */
    private static List<FeedSpec> feeds(PublishedFeed assignments) {
        return Feeds.all(CLUSTER, List.of(PODS)).stream()
                .map(feed -> new FeedSpec(
                        feed.name(),
                        feed.topic(),
                        feed.fold(),
                        feed.name().equals("assignments") ? assignments : PublishedFeed.NONE,
                        feed.partitioner()))
                .toList();
    }

    private TopologyTestDriver driver() {
        return driver(PublishedFeed.NONE, CacheSync::complete);
    }

    private TopologyTestDriver driver(PublishedFeed published, Supplier<CacheSync> syncs) {
        return new TopologyTestDriver(
                ControllersTopology.of(
                        CLUSTER,
                        new ControllersTopology.Parts(
                                List.of(new Copier()), feeds(published), syncs, Instruments.unread())),
                new StreamsSettings(CLUSTER, "test", directory).properties(ControllersTopology.APPLICATION));
    }

    private static List<Proposal> proposals(TopologyTestDriver driver) {
        return driver
                .createOutputTopic(CLUSTER.topic("journal"), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(CODEC::decode)
                .toList();
    }

    private static List<KeyValue<byte[], byte[]>> assignments(TopologyTestDriver driver) {
        return records(driver, "assignments");
    }

    private static List<KeyValue<byte[], byte[]>> records(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(CLUSTER.topic(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readKeyValuesToList();
    }

    private static List<TestRecord<byte[], byte[]>> assignmentRecords(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                        CLUSTER.topic("assignments"), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static void pipe(TopologyTestDriver driver, StateRecord record) {
        driver.createInputTopic(Topics.state(CLUSTER), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        StateRecordFormat.key(record.ref()), record.object(), StateRecordFormat.headers(record)));
    }

    private static StateRecord pod(long resourceVersion, String node) {
        return new StateRecord(
                PODS,
                ObjectKey.parse("ns/a"),
                "u",
                resourceVersion,
                "p",
                utf8("{\"metadata\":{},\"spec\":{\"nodeName\":\"" + node + "\"}}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** Wants a Secret for every ConfigMap. */
    private static final class Copier implements Reconciler {
        @Override
        public String name() {
            return "copier";
        }

        @Override
        public Watches watches() {
            return Watches.everything((change, _) -> List.of(new ObjectRef(MAPS, change.key())));
        }

        @Override
        public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
            if (view.get(MAPS, ref.key()) == null || view.get(SECRETS, ref.key()) != null) {
                return Plan.EMPTY;
            }
            var write = new PlannedWrite.Creating(
                    SECRETS, ref.key(), moment.uids().get(), Json.parse(utf8("{\"metadata\":{}}")));
            return new Plan(List.of(new Plan.Step("create", List.of(write))), null);
        }
    }
}
