package io.shiplog.journal.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTopologyTest {
    private static final GroupResource PODS = GroupResource.core("pods");
    private static final GroupResource DEPLOYMENTS = new GroupResource("deployments", "apps");
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());

    @TempDir
    Path directory;

    private final List<StateRecord> seen = new ArrayList<>();
    private final List<StateView> views = new ArrayList<>();

    @Test
    void forwardsTheRecordsOfEveryResourceInTheirOrder() {
        try (var driver = driver()) {
            pipe(driver, record(PODS, "ns/a", 5));
            pipe(driver, record(DEPLOYMENTS, "ns/d", 6));
            assertThat(seen).extracting(StateRecord::resource).containsExactly(PODS, DEPLOYMENTS);
            assertThat(seen).extracting(StateRecord::resourceVersion).containsExactly(5L, 6L);
        }
    }

    @Test
    void theStoreHoldsTheLatestVersionOfEachObject() {
        try (var driver = driver()) {
            pipe(driver, record(PODS, "ns/a", 5));
            pipe(driver, record(PODS, "ns/b", 6));
            pipe(driver, new StateRecord(PODS, ObjectKey.parse("ns/b"), "u", 8, "p", null));
            pipe(driver, record(PODS, "ns/b", 7));
            pipe(driver, record(PODS, "ns/a", 4));
            var store = (ViewStore) driver.getStateStore("view");
            assertThat(store.objects()).singleElement().satisfies(a -> {
                assertThat(a.key().name()).isEqualTo("a");
                assertThat(a.resourceVersion()).isEqualTo(5);
            });
        }
    }

    @Test
    void aViewOfSomeResourcesHoldsNothingElseAndKnowsHowFarItIs() {
        var topology = new Topology();
        ViewTopology.add(topology, CLUSTER, PODS::equals);
        ViewTopology.feed(topology, "hub", Hub::new);
        try (var driver =
                new TopologyTestDriver(topology, new StreamsSettings(CLUSTER, "test", directory).properties("test"))) {
            pipe(driver, record(PODS, "ns/a", 5));
            pipe(driver, record(DEPLOYMENTS, "ns/d", 6));
            pipe(driver, record(new GroupResource("widgets", "example.com"), "w", 7));
            var store = (ViewStore) driver.getStateStore("view");
            assertThat(store.objects()).extracting(object -> object.resource()).containsExactly(PODS);
            assertThat(seen).extracting(StateRecord::resource).containsExactly(PODS);
            assertThat(store.resourceVersion()).isEqualTo(7);
            input(driver)
                    .pipeInput(new TestRecord<>(
                            StateRecordFormat.positionKey(),
                            StateRecordFormat.positionValue(),
                            StateRecordFormat.positionHeaders(9)));
            assertThat(store.resourceVersion()).isEqualTo(9);
            assertThat(seen).hasSize(1);
        }
    }

    @Test
    void theObjectsOfOneProposalAreSeenTogether() {
        try (var driver = driver()) {
            StateRecord first = record(PODS, "ns/a", 5);
            input(driver)
                    .pipeInput(new TestRecord<>(
                            StateRecordFormat.key(first.ref()),
                            first.object(),
                            StateRecordFormat.headersOfMore(first)));
            assertThat(seen).isEmpty();
            pipe(driver, record(DEPLOYMENTS, "ns/d", 5));
            assertThat(seen).extracting(StateRecord::resource).containsExactly(PODS, DEPLOYMENTS);
        }
    }

    @Test
    void keysOfStateRecordsNameGroupResourceNamespaceAndName() {
        assertThat(keyOf(DEPLOYMENTS, "ns/d")).isEqualTo("apps/deployments/ns/d");
        assertThat(keyOf(PODS, "ns/a")).isEqualTo("/pods/ns/a");
        assertThat(keyOf(GroupResource.core("nodes"), "n")).isEqualTo("/nodes//n");
        assertThatThrownBy(() -> StateRecordFormat.object("pods/a".getBytes(UTF_8)))
                .hasMessage("'pods/a' is no key of a state record");
    }

    private static String keyOf(GroupResource resource, String key) {
        ObjectRef ref = new ObjectRef(resource, ObjectKey.parse(key));
        byte[] bytes = StateRecordFormat.key(ref);
        assertThat(StateRecordFormat.object(bytes)).isEqualTo(ref);
        return new String(bytes, UTF_8);
    }

    @Test
    void theTopologyIsOneTask() {
        assertThat(topology().describe().subtopologies()).hasSize(1);
        assertThat(views).isEmpty();
    }

    @Test
    void aRecordSurvivesItsFormat() {
        StateRecord record = record(DEPLOYMENTS, "ns/d", 6);
        StateRecord read = StateRecordFormat.read(
                StateRecordFormat.key(record.ref()), record.object(), StateRecordFormat.headers(record));
        assertThat(read).isEqualTo(record);
    }

    @Test
    void refusesARecordThatTheMaterializerDidNotWrite() {
        assertThatThrownBy(() -> StateRecordFormat.read("/pods/ns/a".getBytes(UTF_8), null, new RecordHeaders()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the state record of pods ns/a has no header 'uid'");
    }

    @Test
    void aNodesPartitionIsThatOfKafkasDefaultPartitioner() {
        assertThat(NodePartition.of("node-1", 8))
                .isEqualTo(org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
                        "node-1".getBytes(UTF_8), 8));
        assertThat(NodePartition.node("node-1/uid")).isEqualTo("node-1");
        assertThat(NodePartition.node("node-1")).isEqualTo("node-1");
    }

    private Topology topology() {
        var topology = new Topology();
        ViewTopology.add(topology, CLUSTER, ViewTopology.EVERYTHING);
        ViewTopology.feed(topology, "hub", Hub::new);
        return topology;
    }

    private TopologyTestDriver driver() {
        var settings = new StreamsSettings(CLUSTER, "test", directory).properties("test");
        return new TopologyTestDriver(topology(), settings);
    }

    private static void pipe(TopologyTestDriver driver, StateRecord record) {
        input(driver)
                .pipeInput(new TestRecord<>(
                        StateRecordFormat.key(record.ref()), record.object(), StateRecordFormat.headers(record)));
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic(CLUSTER.topic("state"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static StateRecord record(GroupResource resource, String key, long resourceVersion) {
        byte[] json = """
                {"metadata":{"resourceVersion":"%d"}}""".formatted(resourceVersion).getBytes(UTF_8);
        return new StateRecord(resource, ObjectKey.parse(key), "u", resourceVersion, "p", json);
    }

    private final class Hub implements Processor<ObjectRef, StateRecord, Void, Void> {
        @Override
        public void init(ProcessorContext<Void, Void> context) {
            views.add(ViewTopology.restored(context, ViewTopology.EVERYTHING));
        }

        @Override
        public void process(Record<ObjectRef, StateRecord> record) {
            seen.add(record.value());
        }
    }
}
