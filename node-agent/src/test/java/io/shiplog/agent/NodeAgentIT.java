package io.shiplog.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.Labels;
import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.link.InMemoryAgentLink;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.PodAssignment;
import io.shiplog.agent.testkit.DockerForTests;
import io.shiplog.agent.testkit.TestPods;
import io.shiplog.journal.kafka.ClusterConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class NodeAgentIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path data;

    private final InMemoryAgentLink link = new InMemoryAgentLink();
    private NodeAgent agent;

    @BeforeEach
    void startAgent() {
        DockerForTests.assume();
        agent = NodeAgent.start(settings(), link);
    }

    private NodeAgentSettings settings() {
        return new NodeAgentSettings(
                new ClusterConfig("localhost:1", "test", Map.of()),
                NodeSettings.of("n1", "127.0.0.1"),
                NodeAgentSettings.Docker.DEFAULT,
                data,
                new NodeAgentSettings.Listen("127.0.0.1", -1, 0, null),
                NodeAgentSettings.Network.WITHOUT_DNS,
                Duration.ofSeconds(1));
    }

    @AfterEach
    void removeEverything() throws Exception {
        if (agent == null) {
            return;
        }
        agent.close();
        String owner = Files.readString(data.resolve("agent-id")).strip();
        try (Engine engine = DockerEngine.connect(DockerEngine.DEFAULT_HOST)) {
            List<EngineContainer> left = engine.list(Map.of(Labels.OWNER, owner));
            left.stream()
                    .filter(one -> one.label(Labels.TYPE).equals(Labels.CONTAINER))
                    .forEach(one -> engine.remove(one.id()));
            left.forEach(one -> engine.remove(one.id()));
        }
    }

    private JsonNode status(String uid) {
        var report = link.report("n1/" + uid);
        return report == null ? TestPods.json("{}") : report.path("status");
    }

    private void awaitPhase(String uid, String phase) {
        await().atMost(PATIENCE)
                .until(() -> status(uid).path("phase").asString(""), phase::equals);
    }

    private static String condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString("");
            }
        }
        return "";
    }

    private static PodAssignment sleeper(String uid) {
        return TestPods.assigned(
                "sleeper",
                uid,
                "{'terminationGracePeriodSeconds':1,'containers':[{'name':'main','image':'" + DockerForTests.IMAGE
                        + "','imagePullPolicy':'IfNotPresent','command':['sleep','1000']}]}",
                "{}");
    }

    @Test
    void reportsItsNode() {
        await().atMost(PATIENCE).until(() -> link.report("n1") != null);
        JsonNode status = link.report("n1").path("object").path("status");
        assertThat(status.path("capacity").path("cpu").asString("")).matches("[0-9]+");
        assertThat(condition(status, "Ready")).isEqualTo("True");
        assertThat(status.path("nodeInfo").path("containerRuntimeVersion").asString("")).startsWith("docker://");
    }

    @Test
    void runsAPodAndReportsItReadyWithItsAddress() {
        link.assign(sleeper("it-run"));
        awaitPhase("it-run", "Running");
        JsonNode status = status("it-run");
        assertThat(status.path("podIP").asString("")).matches("[0-9.]+");
        assertThat(condition(status, "Ready")).isEqualTo("True");
        JsonNode container = status.path("containerStatuses").path(0);
        assertThat(container.path("containerID").asString("")).startsWith("docker://");
        assertThat(container.path("state").path("running").path("startedAt").asString("")).isNotEmpty();
    }
}
