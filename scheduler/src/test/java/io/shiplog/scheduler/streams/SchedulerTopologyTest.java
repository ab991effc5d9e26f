package io.shiplog.scheduler.streams;

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
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.Given;
import java.io.IOException;
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

class SchedulerTopologyTest {
    private static final ClusterConfig CLUSTER = new ClusterConfig("unused:1", "c", Map.of());
    private static final ProposalCodec CODEC = new ProposalCodec(ProposalLimits.DEFAULT);

    @TempDir
    Path directory;

    @Test
    void theTopologyIsAsChecked() throws IOException {
        String described = SchedulerTopology.of(
                        CLUSTER, new SchedulerTopology.Parts(CacheSync::complete, 1, Instruments.unread()))
                .describe()
                .toString();
        try (var checked = getClass().getResourceAsStream("/topology/scheduler.txt")) {
            assertThat(described).isEqualTo(checked == null ? "" : new String(checked.readAllBytes(), UTF_8));
        }
    }

    @Test
    void proposesABindingForAPodThatFits() {
        try (var driver = driver(CacheSync.complete())) {
            pipe(driver, Given.stored(Nodes.RESOURCE, "n1", 1, Given.sized("n1", "4", "")));
            pipe(driver, Given.stored(Pods.RESOURCE, "default/web", 2, Given.requesting("", "1", "")));
            driver.advanceWallClockTime(Duration.ofMillis(10));
            assertThat(proposals(driver)).singleElement().satisfies(proposal -> {
                assertThat(proposal.origin().user()).isEqualTo("system:kube-scheduler");
                assertThat(proposal.writes())
                        .extracting(write -> write.resource().toString())
                        .containsExactly("pods", "events");
                assertThat(proposal.writes().getFirst().base()).isEqualTo(2);
                assertThat(new String(proposal.writes().getFirst().object(), UTF_8))
                        .contains("\"nodeName\":\"n1\"");
            });
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            assertThat(proposals(driver)).isEmpty();
        }
    }

    @Test
    void decidesNothingBeforeItHasCaughtUp() {
        var sync = new Closed();
        try (var driver = driver(sync)) {
            pipe(driver, Given.stored(Nodes.RESOURCE, "n1", 1, Given.sized("n1", "4", "")));
            pipe(driver, Given.stored(Pods.RESOURCE, "default/web", 2, Given.requesting("", "1", "")));
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            assertThat(proposals(driver)).isEmpty();
            assertThat(sync.reached).isEqualTo(2);
            sync.open = true;
            driver.advanceWallClockTime(Duration.ofMillis(10));
            assertThat(proposals(driver)).hasSize(1);
        }
    }

    private static final class Closed implements CacheSync {
        private boolean open;
        private long reached;

        @Override
        public boolean hasSynced(long resourceVersion) {
            reached = resourceVersion;
            return open;
        }

        @Override
        public void close() {}
    }

    private TopologyTestDriver driver(CacheSync sync) {
        var settings = new StreamsSettings(CLUSTER, "test", directory).properties(SchedulerTopology.APPLICATION);
        return new TopologyTestDriver(
                SchedulerTopology.of(CLUSTER, new SchedulerTopology.Parts(() -> sync, 1, Instruments.unread())),
                settings);
    }

    private static void pipe(TopologyTestDriver driver, StoredObject object) {
        var record = new StateRecord(
                object.resource(), object.key(), object.uid(), object.resourceVersion(), "user", object.json());
        driver.createInputTopic(Topics.state(CLUSTER), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        StateRecordFormat.key(record.ref()), object.json(), StateRecordFormat.headers(record), 0L));
    }

    private static List<Proposal> proposals(TopologyTestDriver driver) {
        return driver
                .createOutputTopic(CLUSTER.topic("journal"), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(CODEC::decode)
                .toList();
    }
}
