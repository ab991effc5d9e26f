package io.shiplog.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.NodeAgentSettings;
import io.shiplog.agent.SimulatedNodes;
import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.link.InMemoryAgentLink;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.AgentClient;
import io.shiplog.agent.testkit.TestPki;
import io.shiplog.agent.testkit.TestPods;
import io.shiplog.agent.volume.TokenSource;
import io.shiplog.journal.kafka.clients.ClusterConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.naming.ldap.LdapName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AgentServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private final InMemoryAgentLink link = new InMemoryAgentLink();
    private SimulatedNodes nodes;
    private TestPki pki;
    private AgentClient client;

    @BeforeEach
    void start() {
        pki = new TestPki(data);
        var settings = new NodeAgentSettings(
                new ClusterConfig("localhost:1", "test", Map.of()),
                NodeSettings.of("sim", "127.0.0.1"),
                new NodeAgentSettings.Simulated(Simulation.on("10.64.0.0/16")),
                data,
                new NodeAgentSettings.Listen("127.0.0.1", 0, 0, pki.issue("server", "CN=agent")),
                NodeAgentSettings.Network.WITHOUT_DNS,
                Duration.ofSeconds(10),
                TokenSource.NONE);
        nodes = SimulatedNodes.start(settings, 2, link);
        client = new AgentClient(nodes.securePort(), pki.issue("api", "O=system:masters,CN=api"));
        link.assign(pod());
        await().atMost(PATIENCE)
                .until(() -> link.report("sim-1/u1") != null
                        && link.report("sim-1/u1")
                                .path("status")
                                .path("phase")
                                .asString("")
                                .equals("Running"));
    }

    private static PodAssignment pod() {
        var record = TestPods.json(
                "{'node':'sim-1','pod':{'metadata':{'name':'web','namespace':'default','uid':'u1'},"
                        + "'spec':{'containers':[{'name':'a','image':'i:1','command':['sh','-c','echo one; echo two; server']}]}}}");
        return TestPods.assignment(record);
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
        }
        if (nodes != null) {
            nodes.close();
        }
    }

    private String read(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + nodes.readOnlyPort() + path))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private static JsonNode json(String text) {
        return AgentJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void showsWhatAPodIsGivenAndRunsOnlyToThoseWithACertificate() throws Exception {
        link.assign(TestPods.assignment(
                TestPods.json("{'node':'sim-1','pod':{'metadata':{'name':'keeper','namespace':'default','uid':'u2',"
                        + "'annotations':{'a':'secret-1'},'managedFields':[{'manager':'secret-2'}]},'spec':{"
                        + "'initContainers':[{'name':'i','image':'i:1','command':['secret-3']}],"
                        + "'containers':[{'name':'a','image':'i:1','command':['secret-4'],'args':['secret-5'],"
                        + "'env':[{'name':'NAME','value':'secret-6'}],"
                        + "'livenessProbe':{'exec':{'command':['secret-7']}},"
                        + "'readinessProbe':{'httpGet':{'port':1,'httpHeaders':[{'name':'H','value':'secret-8'}]}},"
                        + "'lifecycle':{'preStop':{'exec':{'command':['secret-9']}}}}]}}}")));
        await().atMost(PATIENCE).until(() -> read("/pods").contains("keeper"));

        assertThat(read("/pods")).contains("i:1", "NAME").doesNotContain("secret-", "echo one");
        assertThat(read("/runningpods")).doesNotContain("secret-", "echo one");
        assertThat(client.get("/pods").body())
                .contains(
                        "secret-1", "secret-3", "secret-4", "secret-5", "secret-6", "secret-7", "secret-8", "echo one");
    }

    @Test
    void showsPodsHealthUsageAndMetricsWithoutACertificate() throws Exception {
        assertThat(read("/healthz")).isEqualTo("ok");
        JsonNode pod = json(read("/pods")).path("items").path(0);
        assertThat(pod.path("status").path("podIP").asString("")).startsWith("10.64.");
        assertThat(json(read("/pods?node=sim-0")).path("items")).isEmpty();
        assertThat(read("/metrics"))
                .contains("kubelet_running_pods 1.0")
                .contains("jvm_memory_used_bytes")
                .contains("kubelet_pod_start_duration_seconds_count 1")
                .contains("kubelet_pod_worker_duration_seconds_bucket{operation_type=\"sync\",le=\"0.005\"}")
                .contains("kubelet_runtime_operations_total{operation_type=\"run_podsandbox\"} 1.0")
                .contains("kubelet_runtime_operations_duration_seconds_bucket{operation_type=\"start_container\"")
                .contains("kubelet_node_name{node=\"sim-1\"} 1.0");
        assertThat(json(read("/stats/summary?node=sim-1")).path("pods")).hasSize(1);
        assertThat(json(read("/exec/default/web/a")).path("reason").asString(""))
                .isEqualTo("NotFound");
    }

    @Test
    void letsOnlyMembersOfSystemMastersReachIntoContainers() {
        try (var stranger = new AgentClient(nodes.securePort(), pki.issue("node", "O=system:nodes,CN=system:node:x"))) {
            assertThat(stranger.get("/healthz").status()).isEqualTo(200);
            for (String path : new String[] {"/containerLogs/default/web/a", "/pods", "/metrics", "/stats/summary"}) {
                assertThat(stranger.get(path).status()).as(path).isEqualTo(403);
            }
        }
        var other = new TestPki(data);
        try (var enemy = new AgentClient(nodes.securePort(), other.issue("enemy", "O=system:masters,CN=x"))) {
            assertThatThrownBy(() -> enemy.get("/healthz")).isInstanceOf(Exception.class);
        }
    }

    @Test
    void isNotTakenInByANameThatLooksLikeAGroup() throws Exception {
        assertThat(SecureRoutes.master(new LdapName("CN=admin,O=system:masters")))
                .isTrue();
        assertThat(SecureRoutes.master(new LdapName("CN=admin+O=system:masters")))
                .isTrue();
        assertThat(SecureRoutes.master(new LdapName("CN=x\\,O=system:masters"))).isFalse();
        assertThat(SecureRoutes.master(new LdapName("CN=x\\+O=system:masters,O=system:nodes")))
                .isFalse();
        assertThat(SecureRoutes.master(new LdapName("OU=system:masters"))).isFalse();
    }

    @Test
    void showsTheLogOfTheLastInstanceWhileTheNextOneWaits() {
        link.assign(
                TestPods.assignment(
                        TestPods.json(
                                "{'node':'sim-1','pod':{'metadata':{'name':'crash','namespace':'default','uid':'u2'},"
                                        + "'spec':{'containers':[{'name':'a','image':'i:1','command':['sh','-c','echo why; exit 1']}]}}}")));
        await().atMost(PATIENCE)
                .until(() -> link.report("sim-1/u2") != null
                        && link.report("sim-1/u2").toString().contains("CrashLoopBackOff"));
        assertThat(client.get("/containerLogs/default/crash/a").body()).isEqualTo("why\n");
        assertThat(client.get("/containerLogs/default/crash/a?previous=true").body())
                .isEqualTo("why\n");
        String last = link.report("sim-1/u2")
                .path("status")
                .path("containerStatuses")
                .path(0)
                .path("lastState")
                .path("terminated")
                .path("containerID")
                .asString("");
        assertThat(nodes.engine().list(Map.of(ContainerLabels.POD_UID, "u2", ContainerLabels.RESTART_COUNT, "1")))
                .extracting(one -> "simulated://" + one.id())
                .containsExactly(last);
    }

    @Test
    void deliversLogs() {
        assertThat(client.get("/containerLogs/default/web/a").body()).isEqualTo("one\ntwo\n");
        assertThat(client.get("/containerLogs/default/web/a?tailLines=1").body())
                .isEqualTo("two\n");
        assertThat(client.get("/containerLogs/default/web/a?limitBytes=5").body())
                .isEqualTo("one\nt");
        assertThat(client.get("/containerLogs/default/web/a?timestamps=true").body())
                .matches("(?s)20.*Z one\n.*");
    }

    @Test
    void saysWhatIsWrongWithALogRequest() {
        AgentClient.Answer previous = client.get("/containerLogs/default/web/a?previous=true");
        assertThat(previous.status()).isEqualTo(400);
        assertThat(json(previous.body()).path("message").asString(""))
                .isEqualTo("previous terminated container \"a\" in pod \"web\" not found");
        assertThat(client.get("/containerLogs/default/none/a").status()).isEqualTo(404);
        assertThat(client.get("/containerLogs/default/web/none").status()).isEqualTo(404);
        assertThat(client.get("/containerLogs/default/web/a?tailLines=x").status())
                .isEqualTo(400);
        assertThat(client.get("/nothing").status()).isEqualTo(404);
    }

    @Test
    void runsACommandAndTellsItsExitCode() {
        var streams = client.open(
                "/exec/default/web/a?command=sh&command=-c&command=echo%20hi%3B%20exit%203&stdout=true&stderr=true",
                Channels.V5);
        await().atMost(PATIENCE).until(streams.closed::isDone);
        assertThat(streams.received(Channels.STDOUT)).isEqualTo("hi\n");
        JsonNode status = json(streams.received(Channels.ERROR));
        assertThat(status.path("reason").asString("")).isEqualTo("NonZeroExitCode");
        assertThat(status.path("details").path("causes").path(0).path("message").asString(""))
                .isEqualTo("3");
    }

    @Test
    void passesInputOnUntilVersionFiveEndsIt() {
        var streams = client.open("/exec/default/web/a?command=cat&stdin=true&stdout=true", Channels.V5);
        streams.send(Channels.STDIN, "hello");
        streams.send(Channels.RESIZE, "{\"Width\":80,\"Height\":24}");
        await().atMost(PATIENCE).until(() -> streams.received(Channels.STDOUT).equals("hello"));
        streams.end(Channels.STDIN);
        await().atMost(PATIENCE).until(streams.closed::isDone);
        assertThat(json(streams.received(Channels.ERROR)).path("status").asString(""))
                .isEqualTo("Success");
    }

    @Test
    void tellsFailuresOfAProcessOnTheErrorChannel() {
        var streams = client.open("/exec/default/web/none?command=true&stdout=true", Channels.V4);
        await().atMost(PATIENCE).until(streams.closed::isDone);
        assertThat(json(streams.received(Channels.ERROR)).path("reason").asString(""))
                .isEqualTo("NotFound");
    }

    @Test
    void runsACommandOverSpdy() {
        var spdy = client.openSpdy(
                "/exec/default/web/a?command=sh&command=-c&command=echo%20hi%3B%20exit%203&stdout=true&stderr=true",
                SpdyWire.PROTOCOL);
        int error = spdy.open(Map.of("streamType", "error"));
        int stdout = spdy.open(Map.of("streamType", "stdout"));
        int stderr = spdy.open(Map.of("streamType", "stderr"));
        await().atMost(PATIENCE).until(() -> spdy.finished().equals(Set.of(error, stdout, stderr)));
        assertThat(spdy.replied()).containsExactlyInAnyOrder(error, stdout, stderr);
        assertThat(spdy.received(stdout)).isEqualTo("hi\n");
        assertThat(json(spdy.received(error))
                        .path("details")
                        .path("causes")
                        .path(0)
                        .path("message")
                        .asString(""))
                .isEqualTo("3");
        spdy.hangUp();
    }

    @Test
    void passesInputOverSpdyUntilItsStreamEnds() {
        var spdy = client.openSpdy("/exec/default/web/a?command=cat&stdin=true&stdout=true", SpdyWire.PROTOCOL);
        int error = spdy.open(Map.of("streamType", "error"));
        int stdin = spdy.open(Map.of("streamType", "stdin"));
        int stdout = spdy.open(Map.of("streamType", "stdout"));
        int unasked = spdy.open(Map.of("streamType", "resize"));
        spdy.ping(1);
        String large = "0123456789".repeat(50_000);
        for (int i = 0; i < 10; i++) {
            spdy.write(stdin, large);
        }
        await().atMost(PATIENCE).until(() -> spdy.received(stdout).length() == 10 * large.length());
        assertThat(spdy.finished()).isEmpty();
        assertThat(spdy.pings()).containsExactly(1);
        assertThat(spdy.reset()).containsExactly(unasked);
        spdy.finish(stdin);
        await().atMost(PATIENCE).until(() -> spdy.finished().equals(Set.of(error, stdin, stdout)));
        assertThat(json(spdy.received(error)).path("status").asString("")).isEqualTo("Success");
        spdy.hangUp();
    }

    @Test
    void hangsUpOnWhatIsNotSpdy() {
        var spdy = client.openSpdy("/exec/default/web/a?command=cat&stdout=true", SpdyWire.PROTOCOL);
        spdy.sendRaw(new byte[] {(byte) 0x80, 9, 0, 1, 0, 0, 0, 0});
        await().atMost(PATIENCE).until(spdy::closed);
    }

    @Test
    void saysThatNothingListensInASimulatedContainer() {
        var spdy = client.openSpdy("/portForward/default/web", ForwardedPorts.PROTOCOL);
        var headers = Map.of("port", "80", "requestID", "0");
        int error = spdy.open(with(headers, "error"));
        int data = spdy.open(with(headers, "data"));
        await().atMost(PATIENCE).until(() -> spdy.finished().equals(Set.of(error, data)));
        assertThat(spdy.received(error))
                .isEqualTo("error forwarding port 80 to pod web_default, uid u1: nothing listens in a simulated"
                        + " container");
        spdy.hangUp();
    }

    private static Map<String, String> with(Map<String, String> headers, String streamType) {
        var all = new HashMap<>(headers);
        all.put("streamType", streamType);
        return all;
    }
}
