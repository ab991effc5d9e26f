package io.shiplog.reconcilers.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Proposal;
import io.shiplog.journal.codec.ProposalCodec;
import io.shiplog.journal.codec.ProposalLimits;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.streams.Instruments;
import io.shiplog.journal.streams.StateRecordFormat;
import io.shiplog.journal.streams.StreamsSettings;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.objects.ObjectKey;
import io.shiplog.reconcilers.Resource;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTopologyTest {
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);

    @TempDir
    Path directory;

    @Test
    void theTopologyIsAsChecked() {
        assertThat(StatusTopology.of(CLUSTER, parts()).describe().toString())
                .isEqualTo(Resource.text("topology/status.txt"));
    }

    @Test
    void proposesWhatAReportSaysOfAPod() {
        try (var driver = driver()) {
            state(driver, pod());
            report(driver, "n1/u", podReport());
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).singleElement().satisfies(proposal -> {
                assertThat(proposal.origin().user()).isEqualTo("system:node:n1");
                assertThat(proposal.writes().getFirst().base()).isEqualTo(7);
            });
        }
    }

    @Test
    void aReportThatCameBeforeItsPodIsFoldedWhenThePodIsKnown() {
        try (var driver = driver()) {
            report(driver, "n1/u", podReport());
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).isEmpty();
            state(driver, pod());
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).hasSize(1);
        }
    }

    @Test
    void nobodyElseSpeaksForANodeThatJoined() {
        try (var driver = driver()) {
            state(driver, pod());
            report(driver, "relayed-reports", "n1", heartbeat("True"));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).hasSize(1);
            report(driver, "n1/u", podReport());
            report(driver, "n1", heartbeat("False"));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).isEmpty();
            report(driver, "relayed-reports", "n1/u", podReport());
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).hasSize(1);
        }
    }

    @Test
    void whatWasSaidForANodeBeforeItJoinedIsForgotten() {
        try (var driver = driver()) {
            state(driver, pod("other"));
            report(driver, "n1/u", podReport());
            driver.advanceWallClockTime(Duration.ofMillis(5));
            report(driver, "relayed-reports", "n1", heartbeat("True"));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).hasSize(1);
            state(driver, pod());
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).isEmpty();
        }
    }

    @Test
    void aNodeThatFallsSilentIsFoundByTheClock() {
        try (var driver = driver()) {
            report(driver, "n1", heartbeat("True"));
            driver.advanceWallClockTime(Duration.ofMillis(5));
            assertThat(proposals(driver)).hasSize(1);
            state(
                    driver,
                    new StateRecord(
                            Nodes.RESOURCE,
                            ObjectKey.cluster("n1"),
                            "u",
                            8,
                            "p",
                            "{\"metadata\":{},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"
                                    .getBytes(UTF_8)));
            pass(driver, 39);
            assertThat(proposals(driver)).isEmpty();
            pass(driver, 2);
            assertThat(proposals(driver))
                    .singleElement()
                    .satisfies(proposal -> assertThat(
                                    new String(proposal.writes().getFirst().object(), UTF_8))
                            .contains("Kubelet stopped posting node status."));
        }
    }

    private static StatusTopology.Parts parts() {
        return new StatusTopology.Parts(StatusSettings.DEFAULT, () -> 1, () -> true, Instruments.unread());
    }

    private TopologyTestDriver driver() {
        return new TopologyTestDriver(
                StatusTopology.of(CLUSTER, parts()),
                new StreamsSettings(CLUSTER, "test", directory).properties(StatusTopology.APPLICATION));
    }

    private static void pass(TopologyTestDriver driver, int seconds) {
        for (int i = 0; i < seconds; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }
    }

    private static List<Proposal> proposals(TopologyTestDriver driver) {
        return driver
                .createOutputTopic(CLUSTER.topic("journal"), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(CODEC::decode)
                .toList();
    }

    private static String heartbeat(String ready) {
        return """
                {"v":1,"node":"n1","object":{"status":{"conditions":[{"type":"Ready","status":"%s"}]}}}""".formatted(ready);
    }

    private static void report(TopologyTestDriver driver, String key, String value) {
        report(driver, "reports", key, value);
    }

    private static void report(TopologyTestDriver driver, String topic, String key, String value) {
        driver.createInputTopic(CLUSTER.topic(topic), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static void state(TopologyTestDriver driver, StateRecord record) {
        driver.createInputTopic(Topics.state(CLUSTER), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        StateRecordFormat.key(record.ref()), record.object(), StateRecordFormat.headers(record)));
    }

    private static StateRecord pod() {
        return pod("u");
    }

    private static StateRecord pod(String uid) {
        return new StateRecord(
                Pods.RESOURCE,
                ObjectKey.parse("ns/" + (uid.equals("u") ? "a" : uid)),
                uid,
                7,
                "p",
                "{\"metadata\":{},\"spec\":{\"nodeName\":\"n1\"}}".getBytes(UTF_8));
    }

    private static String podReport() {
        return """
                {"v":1,"node":"n1","pod":{"namespace":"ns","name":"a","uid":"u"},"status":{"phase":"Running"},"events":[]}""";
    }
}
