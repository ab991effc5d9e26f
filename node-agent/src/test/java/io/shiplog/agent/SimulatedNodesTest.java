package io.shiplog.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.link.InMemoryAgentLink;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.TestPods;
import io.shiplog.agent.volume.TokenSource;
import io.shiplog.journal.codec.ReportCodec;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SimulatedNodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private final InMemoryAgentLink link = new InMemoryAgentLink();
    private SimulatedNodes nodes;

    private void start(int count, Duration startTime) {
        start(NodeSettings.of("sim", "127.0.0.1"), count, startTime);
    }

    private void start(NodeSettings node, int count, Duration startTime) {
        var settings = new NodeAgentSettings(
                new ClusterConfig("localhost:1", "test", Map.of()),
                node,
                new NodeAgentSettings.Simulated(Simulation.on("10.64.0.0/14").withStartTime(startTime)),
                data,
                new NodeAgentSettings.Listen("127.0.0.1", -1, 0, null),
                NodeAgentSettings.Network.WITHOUT_DNS,
                Duration.ofSeconds(10),
                TokenSource.NONE);
        nodes = SimulatedNodes.start(settings, count, link);
    }

    @AfterEach
    void stop() {
        if (nodes != null) {
            nodes.close();
        }
    }

    private static PodAssignment pod(int number, int nodes) {
        ObjectNode record = TestPods.json("{'v':1,'node':'sim-" + number % nodes
                + "','pod':{'kind':'Pod','apiVersion':'v1','metadata':{'name':'p" + number
                + "','namespace':'default','uid':'u" + number
                + "'},'spec':{'containers':[{'name':'a','image':'i:1','readinessProbe':{'httpGet':{'port':80}}}]}}}");
        return TestPods.assignment(record);
    }

    private boolean ready(int number, int nodes) {
        ObjectNode report = link.report("sim-" + number % nodes + "/u" + number);
        return report != null
                && report.path("status")
                        .path("containerStatuses")
                        .path(0)
                        .path("ready")
                        .asBoolean(false);
    }

    @Test
    void runsThousandsOfPodsOnManyNodes() {
        start(20, Duration.ZERO);
        IntStream.range(0, 2000).forEach(number -> link.assign(pod(number, 20)));
        await().atMost(PATIENCE).until(() -> IntStream.range(0, 2000).allMatch(number -> ready(number, 20)));
        assertThat(link.report("sim-7")
                        .path("object")
                        .path("metadata")
                        .path("name")
                        .asString(""))
                .isEqualTo("sim-7");
    }

    @Test
    void becomesReadyOnlyAfterTheStartTime() {
        start(1, Duration.ofMillis(300));
        long begin = System.nanoTime();
        link.assign(pod(0, 1));
        await().atMost(PATIENCE).until(() -> ready(0, 1));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void restartsAContainerThatIsMadeToEnd() {
        start(1, Duration.ZERO);
        link.assign(pod(0, 1));
        await().atMost(PATIENCE).until(() -> ready(0, 1));
        EngineContainer container = nodes.engine()
                .list(Map.of(ContainerLabels.POD_UID, "u0", ContainerLabels.TYPE, ContainerLabels.CONTAINER))
                .getFirst();
        nodes.engine().exit(container.id(), 1);
        await().atMost(PATIENCE)
                .until(() -> link.report("sim-0/u0")
                                .path("status")
                                .path("containerStatuses")
                                .path(0)
                                .path("restartCount")
                                .asInt()
                        == 1);
    }

    /** A pod of one node whose main container is a server as far as its command tells. */
    private void assign(int number, String metadata, String init) {
        link.assign(TestPods.assignment(TestPods.json("{'v':1,'node':'sim-0','pod':{'kind':'Pod','apiVersion':'v1',"
                + "'metadata':{'name':'p" + number + "','namespace':'default','uid':'u" + number + "'," + metadata
                + "},'spec':{'restartPolicy':'Never','initContainers':[" + init
                + "],'containers':[{'name':'a','image':'i:1'}]}}}")));
    }

    private String phase(int number) {
        ObjectNode report = link.report("sim-0/u" + number);
        return report == null ? "" : report.path("status").path("phase").asString("");
    }

    @Test
    void thePodOfAJobEndsAndAnotherDoesNot() {
        start(1, Duration.ZERO);
        assign(0, "'labels':{'batch.kubernetes.io/job-name':'j'}", "");
        assign(1, "'labels':{}", "");
        await().atMost(PATIENCE).until(() -> phase(0).equals("Succeeded") && phase(1).equals("Running"));
    }

    @Test
    void whatOnlyPausesRunsUntilItIsStopped() {
        start(1, Duration.ZERO);
        link.assign(TestPods.assignment(TestPods.json("{'v':1,'node':'sim-0','pod':{'kind':'Pod','apiVersion':'v1',"
                + "'metadata':{'name':'p0','namespace':'default','uid':'u0',"
                + "'labels':{'batch.kubernetes.io/job-name':'j'}},'spec':{'restartPolicy':'Never',"
                + "'containers':[{'name':'a','image':'example.com/pause:3.10'}]}}}")));
        assign(1, "'labels':{'batch.kubernetes.io/job-name':'j'}", "");
        await().atMost(PATIENCE).until(() -> phase(1).equals("Succeeded") && phase(0).equals("Running"));
    }

    @Test
    void anAnnotationSaysWhenAndHowAPodEnds() {
        start(1, Duration.ZERO);
        assign(
                0,
                "'annotations':{'simulation.shiplog.io/run-seconds':'0.2','simulation.shiplog.io/exit-code':'3'}",
                "");
        await().atMost(PATIENCE).until(() -> phase(0).equals("Failed"));
        assertThat(link.report("sim-0/u0")
                        .at("/status/containerStatuses/0/state/terminated/exitCode")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void initContainersEndButSidecarsDoNot() {
        start(1, Duration.ZERO);
        assign(
                0,
                "'labels':{}",
                "{'name':'wait','image':'i:1','command':['sh','-c','until nslookup db; do sleep 1; done']},"
                        + "{'name':'side','image':'i:1','restartPolicy':'Always'}");
        await().atMost(PATIENCE).until(() -> phase(0).equals("Running"));
        assertThat(link.report("sim-0/u0")
                        .at("/status/initContainerStatuses/1/state/running")
                        .isMissingNode())
                .isFalse();
    }

    @Test
    void withdrawsTheReportOfAPodThatIsAssignedNoMore() {
        start(1, Duration.ZERO);
        link.assign(pod(0, 1));
        await().atMost(PATIENCE).until(() -> ready(0, 1));
        link.unassign("sim-0", "u0");
        await().atMost(PATIENCE).until(() -> link.report("sim-0/u0") == null);
        assertThat(nodes.engine().list(Map.of(ContainerLabels.POD_UID, "u0"))).isEmpty();
    }

    @Test
    void failsAPodThatDoesNotFitAndTakesAnotherOnceThereIsRoom() {
        var capacity = new NodeSettings.Capacity("1", "1Gi", 1);
        start(new NodeSettings("sim", "127.0.0.1", Map.of(), List.of(), capacity), 1, Duration.ZERO);
        link.assign(pod(0, 1));
        await().atMost(PATIENCE).until(() -> ready(0, 1));
        link.assign(pod(1, 1));
        await().atMost(PATIENCE).until(() -> link.report("sim-0/u1") != null);
        ObjectNode report = link.report("sim-0/u1");
        assertThat(report.path("status").path("phase").asString("")).isEqualTo("Failed");
        assertThat(report.path("status").path("reason").asString("")).isEqualTo("OutOfpods");
        assertThat(report.path("status").path("message").asString(""))
                .isEqualTo(
                        "Pod was rejected: Node didn't have enough resource: pods, requested: 1, used: 1, capacity: 1");
        assertThat(report.path("events").path(0).path("reason").asString("")).isEqualTo("OutOfpods");
        assertThat(nodes.engine().list(Map.of(ContainerLabels.POD_UID, "u1"))).isEmpty();
        link.unassign("sim-0", "u0");
        link.assign(pod(2, 1));
        await().atMost(PATIENCE).until(() -> ready(2, 1));
    }

    @Test
    void doesNotRunAgainWhatHasEndedWhenTheAgentIsStartedAnew() {
        var capacity = new NodeSettings.Capacity("1", "1Gi", 1);
        var node = new NodeSettings("sim", "127.0.0.1", Map.of(), List.of(), capacity);
        start(node, 1, Duration.ZERO);
        ObjectNode job = TestPods.json("{'v':1,'node':'sim-0','pod':{'metadata':{'name':'job','namespace':'default',"
                + "'uid':'job'},'spec':{'restartPolicy':'OnFailure',"
                + "'containers':[{'name':'a','image':'i:1','command':['true']}]}}}");
        link.assign(TestPods.assignment(job));
        await().atMost(PATIENCE).until(() -> phase("sim-0/job").equals("Succeeded"));
        link.assign(pod(0, 1));
        await().atMost(PATIENCE).until(() -> ready(0, 1));
        nodes.close();
        ObjectNode old = link.report("sim-0/u0").deepCopy();
        ((ObjectNode) old.path("status")).put("startTime", "2026-01-01T00:00:00Z");
        link.publish(ReportCodec.readPod(AgentJson.bytes(old)));
        start(node, 1, Duration.ZERO);
        // What ran counts and runs on, as far as a simulated engine can; what had ended takes no room and stays as it
        // was.
        await().atMost(PATIENCE)
                .until(() -> !nodes.engine()
                                .list(Map.of(ContainerLabels.POD_UID, "u0"))
                                .isEmpty()
                        && ready(0, 1));
        assertThat(link.report("sim-0/u0").path("status").path("startTime").asString(""))
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(nodes.engine().list(Map.of(ContainerLabels.POD_UID, "job"))).isEmpty();
        assertThat(phase("sim-0/job")).isEqualTo("Succeeded");
    }

    private String phase(String key) {
        ObjectNode report = link.report(key);
        return report == null ? "" : report.path("status").path("phase").asString("");
    }

    @Test
    void reportsADeletedPodAsTerminated() {
        start(1, Duration.ZERO);
        PodAssignment pod = pod(0, 1);
        link.assign(pod);
        await().atMost(PATIENCE).until(() -> ready(0, 1));
        link.assign(TestPods.deleting(pod, 30));
        await().atMost(PATIENCE)
                .until(() -> link.report("sim-0/u0").path("terminated").asBoolean(false));
    }
}
