package io.shiplog.reconcilers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.CacheSync;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectKey;
import io.shiplog.reconcilers.loop.ControllersTopology;
import io.shiplog.reconcilers.status.StatusSettings;
import io.shiplog.reconcilers.status.StatusTopology;
import io.shiplog.resources.kinds.pod.Pods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopsTogetherTest {
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());

    @TempDir
    Path directory;

    @Test
    void theTopologyIsAsChecked() {
        assertThat(topology().describe().toString()).isEqualTo(Resource.text("topology/loops.txt"));
    }

    @Test
    void aReportIsFoldedOverWhatTheTaskOfTheViewKnows() {
        try (var driver = new TopologyTestDriver(
                topology(), new StreamsSettings(CLUSTER, "test", directory).properties("loops"))) {
            driver.createInputTopic(Topics.reports(CLUSTER), new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput("n1/u".getBytes(UTF_8), """
                            {"v":1,"node":"n1","pod":{"namespace":"ns","name":"a","uid":"u"},"status":{"phase":"Running"},"events":[]}""".getBytes(UTF_8));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            var pod = new StateRecord(
                    Pods.RESOURCE,
                    ObjectKey.parse("ns/a"),
                    "u",
                    7,
                    "p",
                    "{\"metadata\":{},\"spec\":{\"nodeName\":\"n1\"}}".getBytes(UTF_8));
            driver.createInputTopic(Topics.state(CLUSTER), new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(
                            StateRecordFormat.key(pod.ref()), pod.object(), StateRecordFormat.headers(pod)));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(driver
                            .createOutputTopic(
                                    Topics.journal(CLUSTER), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                            .readValuesToList()
                            .stream()
                            .map(new ProposalCodec(ProposalLimits.DEFAULT)::decode))
                    .singleElement()
                    .satisfies(proposal -> assertThat(proposal.origin().user()).isEqualTo("system:node:n1"));
        }
    }

    private static Topology topology() {
        Instruments instruments = Instruments.unread();
        return ReconcilersRole.together(
                CLUSTER,
                new ControllersTopology.Parts(List.of(), List.of(), CacheSync::complete, instruments),
                new StatusTopology.Parts(StatusSettings.DEFAULT, () -> 1, () -> true, instruments),
                others -> {});
    }
}
