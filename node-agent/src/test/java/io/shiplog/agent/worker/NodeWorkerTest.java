package io.shiplog.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.engine.simulated.SimulatedEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.link.InMemoryAgentLink;
import io.shiplog.agent.node.Machine;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.TestEngines;
import io.shiplog.agent.testkit.TestPods;
import io.shiplog.agent.volume.DiskVolumes;
import io.shiplog.agent.volume.PodTokens;
import io.shiplog.agent.volume.TokenSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node on threads as with a real engine, whose engine may hang. */
class NodeWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HostNode HOST =
            new HostNode("owner", "n1", "192.0.2.1", List.of(), "cluster.local", 4000, 8L << 30);
    private static final String ONE = "{'containers':[{'name':'a','image':'i:1'}]}";

    @TempDir
    Path data;

    private final SimulatedEngine simulated =
            new SimulatedEngine(Simulation.on("10.64.0.0/16"), InstantSource.system());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final InMemoryAgentLink link = new InMemoryAgentLink();
    private final CountDownLatch never = new CountDownLatch(1);
    private NodeWorker node;

    private void start(Predicate<String> hangs) {
        Engine engine = TestEngines.hanging(simulated, hangs, never);
        var context = new NodeContext(
                HOST,
                new Desired.Place("192.0.2.1", "simulated"),
                engine,
                new DiskVolumes(data, HOST, PodTokens.from(TokenSource.NONE, InstantSource.system())),
                Prober.AGREEABLE,
                link,
                new NodeContext.Threads(threads, threads, timer, InstantSource.system()),
                AgentMeters.unread());
        node = new NodeWorker(context, NodeSettings.of("n1", "192.0.2.1"), new Machine(engine, "machine", data), 1);
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
        timer.shutdownNow();
        threads.shutdownNow();
        simulated.close();
    }

    private JsonNode report(String uid) {
        JsonNode report = link.report("n1/" + uid);
        return report == null ? TestPods.json("{}") : report;
    }

    private void awaitRunning(String uid) {
        await().atMost(PATIENCE)
                .until(() ->
                        report(uid).path("status").path("phase").asString("").equals("Running"));
    }

    @Test
    void endsAPodWhoseImageTakesForEver() {
        start(method -> method.equals("pull"));
        PodAssignment pod = TestPods.assigned(ONE);
        node.assigned("u1", pod);
        await().atMost(PATIENCE)
                .until(() ->
                        simulated.list(Map.of(ContainerLabels.POD_UID, "u1")).size() == 1);
        await().atMost(PATIENCE).until(() -> report("u1").toString().contains("podIP"));
        node.assigned("u1", TestPods.deleting(pod, 30));
        await().atMost(PATIENCE).until(() -> report("u1").path("terminated").asBoolean(false));
        assertThat(report("u1").toString()).doesNotContain("ErrImagePull");
    }

    @Test
    void goesOnWithOtherPodsWhileOneHangs() {
        start(method -> method.equals("pull"));
        simulated.pull("i:1", List.of());
        node.assigned("u0", TestPods.assigned("slow", "u0", ONE.replace("i:1", "slow:1"), "{}"));
        node.assigned(
                "u1",
                TestPods.assigned("web", "u1", ONE.replace("'image'", "'imagePullPolicy':'Never','image'"), "{}"));
        awaitRunning("u1");
    }

    @Test
    void saysThatItsEngineHangsInsteadOfFallingSilent() {
        AtomicInteger asked = new AtomicInteger();
        start(method -> method.equals("images") && asked.incrementAndGet() > 0);
        node.start(Duration.ofMillis(50), Duration.ZERO);
        await().atMost(PATIENCE).until(() -> ready().startsWith("False"));
        assertThat(ready()).isEqualTo("False container runtime is down: it did not answer in 5 s");
        assertThat(asked).hasValue(1);
        never.countDown();
        await().atMost(PATIENCE).until(() -> ready().equals("True kubelet is posting ready status"));
    }

    private String ready() {
        JsonNode report = link.report("n1");
        if (report != null) {
            for (JsonNode condition : report.path("object").path("status").path("conditions")) {
                if (condition.path("type").asString("").equals("Ready")) {
                    return condition.path("status").asString("") + " "
                            + condition.path("message").asString("");
                }
            }
        }
        return "";
    }

    @Test
    void removesContainersAndVolumesThatNobodyAssigns() throws Exception {
        start(method -> false);
        simulated.startSandbox(new SandboxSpec(
                "gone",
                Map.of(
                        ContainerLabels.OWNER,
                        "owner",
                        ContainerLabels.POD_UID,
                        "u8",
                        ContainerLabels.TYPE,
                        ContainerLabels.SANDBOX),
                new SandboxSpec.Network(false, "gone", "", List.of()),
                null,
                List.of(),
                List.of(),
                Map.of()));
        Files.createDirectories(data.resolve("pods/u9/volumes/secret"));
        node.assigned("u1", TestPods.assigned("{'volumes':[{'name':'e','emptyDir':{}}]," + ONE.substring(1)));
        awaitRunning("u1");
        node.caughtUp(Set.of());
        await().atMost(PATIENCE)
                .until(() ->
                        simulated.list(Map.of(ContainerLabels.POD_UID, "u8")).isEmpty());
        await().atMost(PATIENCE).until(() -> !Files.exists(data.resolve("pods/u9")));
        assertThat(data.resolve("pods/u1")).exists();
        assertThat(report("u1").path("status").path("phase").asString("")).isEqualTo("Running");
    }

    @Test
    void takesAPodAgainThatItIsJustForgetting() {
        start(method -> false);
        PodAssignment pod = TestPods.assigned(ONE);
        for (int i = 0; i < 200; i++) {
            node.assigned("u1", pod);
            node.assigned("u1", null);
        }
        node.assigned("u1", pod);
        awaitRunning("u1");
        await().during(Duration.ofMillis(200)).until(() -> link.report("n1/u1") != null);
    }
}
