package io.shiplog.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.Engine;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.docker.DockerEngine;
import io.shiplog.agent.link.InMemoryAgentLink;
import io.shiplog.agent.node.NodeSettings;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.testkit.AgentClient;
import io.shiplog.agent.testkit.DockerForTests;
import io.shiplog.agent.testkit.TestPki;
import io.shiplog.agent.testkit.TestPods;
import io.shiplog.agent.volume.TokenSource;
import io.shiplog.journal.kafka.clients.ClusterConfig;
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
    private TestPki pki;
    private AgentClient client;

    @BeforeEach
    void startAgent() {
        DockerForTests.assume();
        pki = new TestPki(data);
        agent = NodeAgent.start(settings(), link);
    }

    private NodeAgentSettings settings() {
        return new NodeAgentSettings(
                new ClusterConfig("localhost:1", "test", Map.of()),
                NodeSettings.of("n1", "127.0.0.1"),
                NodeAgentSettings.Docker.DEFAULT,
                data,
                new NodeAgentSettings.Listen("127.0.0.1", 0, 0, pki.issue("server", "CN=agent")),
                NodeAgentSettings.Network.WITHOUT_DNS,
                Duration.ofSeconds(1),
                TokenSource.NONE);
    }

    @AfterEach
    void removeEverything() throws Exception {
        if (agent == null) {
            return;
        }
        if (client != null) {
            client.close();
        }
        agent.close();
        String owner = Files.readString(data.resolve("agent-id")).strip();
        try (Engine engine = DockerEngine.connect(DockerEngine.DEFAULT_HOST, "")) {
            List<EngineContainer> left = engine.list(Map.of(ContainerLabels.OWNER, owner));
            left.stream()
                    .filter(one -> one.label(ContainerLabels.TYPE).equals(ContainerLabels.CONTAINER))
                    .forEach(one -> engine.remove(one.id()));
            left.forEach(one -> engine.remove(one.id()));
        }
    }

    private JsonNode status(String uid) {
        var report = link.report("n1/" + uid);
        return report == null ? TestPods.json("{}") : report.path("status");
    }

    private void awaitPhase(String uid, String phase) {
        await().atMost(PATIENCE).until(() -> status(uid).path("phase").asString(""), phase::equals);
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
        assertThat(status.path("nodeInfo").path("containerRuntimeVersion").asString(""))
                .startsWith("docker://");
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
        assertThat(container.path("state").path("running").path("startedAt").asString(""))
                .isNotEmpty();
    }

    private static PodAssignment pod(String uid, String spec, String more) {
        return TestPods.assigned(uid, uid, spec.replace("IMAGE", DockerForTests.IMAGE), more);
    }

    private JsonNode container(String uid, String name) {
        for (String list : List.of("containerStatuses", "initContainerStatuses")) {
            for (JsonNode one : status(uid).path(list)) {
                if (one.path("name").asString("").equals(name)) {
                    return one;
                }
            }
        }
        return TestPods.json("{}");
    }

    private String log(String uid, String container, String query) {
        return client().get("/containerLogs/default/" + uid + "/" + container + query)
                .body();
    }

    private AgentClient client() {
        if (client == null) {
            client = new AgentClient(agent.securePort(), pki.issue("api", "O=system:masters,CN=api"));
        }
        return client;
    }

    private String run(String uid, String container, String command) {
        var streams = client().open(
                        "/exec/default/" + uid + "/" + container + "?command=sh&command=-c&command="
                                + java.net.URLEncoder.encode(command, java.nio.charset.StandardCharsets.UTF_8)
                                + "&stdout=true&stderr=true",
                        "v5.channel.k8s.io");
        await().atMost(PATIENCE).until(streams.closed::isDone);
        return streams.received(1);
    }

    @Test
    void sharesAddressAndEmptyDirBetweenThePodsContainers() {
        link.assign(pod(
                "it-two",
                "{'terminationGracePeriodSeconds':1,'volumes':[{'name':'v','emptyDir':{}},{'name':'m','emptyDir':{'medium':'Memory'}}],"
                        + "'containers':[{'name':'a','image':'IMAGE','command':['sh','-c','hostname; echo shared > /v/f; sleep 1000'],'volumeMounts':[{'name':'v','mountPath':'/v'},{'name':'m','mountPath':'/m'}]},"
                        + "{'name':'b','image':'IMAGE','command':['sleep','1000'],'volumeMounts':[{'name':'v','mountPath':'/w'},{'name':'m','mountPath':'/m'}]}]}",
                "{}"));
        awaitPhase("it-two", "Running");
        assertThat(run("it-two", "b", "cat /w/f")).isEqualTo("shared\n");
        assertThat(run("it-two", "a", "hostname -i")).isEqualTo(run("it-two", "b", "hostname -i"));
        assertThat(run("it-two", "a", "hostname -i").strip())
                .isEqualTo(status("it-two").path("podIP").asString(""));
        assertThat(log("it-two", "a", "")).isEqualTo("it-two\n");
        run("it-two", "a", "echo memory > /m/f");
        assertThat(run("it-two", "b", "cat /m/f")).isEqualTo("memory\n");
    }

    @Test
    void givesContainersTheirEnvironmentAndVolumes() {
        String more = "{'configMaps':{'cm':{'metadata':{'name':'cm'},'data':{'k':'v1','file':'content'}}},"
                + "'secrets':{'s':{'metadata':{'name':'s'},'data':{'p':'c2VjcmV0'}}},"
                + "'services':[{'name':'kubernetes','namespace':'default','clusterIP':'10.96.0.1','ports':[{'name':'https','port':443,'protocol':'TCP'}]}]}";
        String spec =
                "{'terminationGracePeriodSeconds':1,'volumes':[{'name':'c','configMap':{'name':'cm','items':[{'key':'file','path':'dir/f'}]}},{'name':'s','secret':{'secretName':'s','defaultMode':256}},"
                        + "{'name':'d','downwardAPI':{'items':[{'path':'name','fieldRef':{'fieldPath':'metadata.name'}}]}}],"
                        + "'containers':[{'name':'a','image':'IMAGE','command':['sh','-c','echo $(GREETING) $E $P $POD $IP $KUBERNETES_SERVICE_HOST; cat /c/dir/f /d/name /s/p; echo; sleep 1000'],"
                        + "'env':[{'name':'E','valueFrom':{'configMapKeyRef':{'name':'cm','key':'k'}}},{'name':'P','valueFrom':{'secretKeyRef':{'name':'s','key':'p'}}},"
                        + "{'name':'POD','valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}},{'name':'IP','valueFrom':{'fieldRef':{'fieldPath':'status.podIP'}}},{'name':'GREETING','value':'hello'}],"
                        + "'volumeMounts':[{'name':'c','mountPath':'/c'},{'name':'s','mountPath':'/s'},{'name':'d','mountPath':'/d'},{'name':'c','mountPath':'/single','subPath':'dir/f'}]}]}";
        link.assign(pod("it-env", spec, more));
        awaitPhase("it-env", "Running");
        String ip = status("it-env").path("podIP").asString("");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log("it-env", "a", ""))
                        .isEqualTo("hello v1 secret it-env " + ip + " 10.96.0.1\ncontentit-envsecret\n"));
        assertThat(run("it-env", "a", "cat /single")).isEqualTo("content");
        link.assign(pod("it-env", spec, more.replace("content", "changed")));
        await().atMost(PATIENCE).until(() -> run("it-env", "a", "cat /c/dir/f").equals("changed"));
    }

    @Test
    void restartsAContainerThatEndsAndKeepsItsLastLog() {
        link.assign(pod(
                "it-crash",
                "{'terminationGracePeriodSeconds':1,'containers':[{'name':'a','image':'IMAGE','command':['sh','-c','echo crashing; echo why > /dev/termination-log; sleep 1; exit 5']}]}",
                "{}"));
        await().atMost(PATIENCE)
                .until(() -> container("it-crash", "a").path("restartCount").asInt() >= 1);
        JsonNode terminated = container("it-crash", "a").path("lastState").path("terminated");
        assertThat(terminated.path("exitCode").asInt()).isEqualTo(5);
        assertThat(terminated.path("message").asString("")).isEqualTo("why\n");
        assertThat(log("it-crash", "a", "?previous=true")).isEqualTo("crashing\n");
        await().atMost(PATIENCE)
                .until(() -> container("it-crash", "a")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString("")
                        .equals("CrashLoopBackOff"));
    }

    @Test
    void runsInitContainersThenTheOthersAndEndsWell() {
        link.assign(pod(
                "it-init",
                "{'restartPolicy':'Never','volumes':[{'name':'v','emptyDir':{}}],'initContainers':[{'name':'i','image':'IMAGE','command':['sh','-c','echo made > /v/f'],'volumeMounts':[{'name':'v','mountPath':'/v'}]}],"
                        + "'containers':[{'name':'a','image':'IMAGE','command':['cat','/v/f'],'volumeMounts':[{'name':'v','mountPath':'/v'}]}]}",
                "{}"));
        awaitPhase("it-init", "Succeeded");
        assertThat(log("it-init", "a", "")).isEqualTo("made\n");
        assertThat(container("it-init", "i")
                        .path("state")
                        .path("terminated")
                        .path("reason")
                        .asString(""))
                .isEqualTo("Completed");
    }

    @Test
    void failsAPodWhoseCommandDoesNotExist() {
        link.assign(pod(
                "it-start",
                "{'restartPolicy':'Never','containers':[{'name':'a','image':'IMAGE','command':['/no/such/program']}]}",
                "{}"));
        awaitPhase("it-start", "Failed");
        JsonNode terminated = container("it-start", "a").path("state").path("terminated");
        assertThat(terminated.path("reason").asString("")).isEqualTo("StartError");
        assertThat(terminated.path("message").asString("")).contains("/no/such/program");
        assertThat(link.report("n1/it-start").path("events").toString()).contains("failed to start container");
    }

    @Test
    void showsTheEndOfTheLogOfAContainerThatFailsWithoutAMessage() {
        link.assign(pod(
                "it-fallback",
                "{'restartPolicy':'Never','containers':[{'name':'a','image':'IMAGE','terminationMessagePolicy':'FallbackToLogsOnError','command':['sh','-c','echo first; echo no disk >&2; exit 2']}]}",
                "{}"));
        awaitPhase("it-fallback", "Failed");
        assertThat(container("it-fallback", "a")
                        .path("state")
                        .path("terminated")
                        .path("message")
                        .asString(""))
                .contains("first\n")
                .contains("no disk\n");
    }

    @Test
    void keepsContainersFromChangingWhatComesFromTheCluster() {
        link.assign(pod(
                "it-readonly",
                "{'terminationGracePeriodSeconds':1,'volumes':[{'name':'c','configMap':{'name':'cm'}}],'containers':[{'name':'a','image':'IMAGE','command':['sleep','1000'],'volumeMounts':[{'name':'c','mountPath':'/c'}]}]}",
                "{'configMaps':{'cm':{'metadata':{'name':'cm'},'data':{'k':'v'}}}}"));
        awaitPhase("it-readonly", "Running");
        assertThat(run("it-readonly", "a", "echo x > /c/k; echo x > /c/new; cat /c/k"))
                .isEqualTo("v");
        assertThat(run("it-readonly", "a", "ls /c")).isEqualTo("k\n");
    }

    @Test
    void saysThatAnImagesNameIsNone() {
        link.assign(
                pod("it-name", "{'containers':[{'name':'a','image':'UPPER','imagePullPolicy':'IfNotPresent'}]}", "{}"));
        await().atMost(PATIENCE)
                .until(() -> container("it-name", "a")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString("")
                        .equals("InvalidImageName"));
        assertThat(container("it-name", "a")
                        .path("state")
                        .path("waiting")
                        .path("message")
                        .asString(""))
                .isEqualTo("Failed to apply default image tag \"UPPER\": couldn't parse image name \"UPPER\": invalid"
                        + " reference format: repository name (library/UPPER) must be lowercase");
    }

    @Test
    void saysWhyAnImageOrConfigurationIsMissing() {
        link.assign(pod(
                "it-image",
                "{'containers':[{'name':'a','image':'localhost/absent:1','imagePullPolicy':'Never'},{'name':'b','image':'IMAGE','env':[{'name':'X','valueFrom':{'configMapKeyRef':{'name':'none','key':'k'}}}]}]}",
                "{}"));
        await().atMost(PATIENCE)
                .until(() -> container("it-image", "a")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString("")
                        .equals("ErrImageNeverPull"));
        await().atMost(PATIENCE)
                .until(() -> container("it-image", "b")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asString("")
                        .equals("CreateContainerConfigError"));
        assertThat(container("it-image", "b")
                        .path("state")
                        .path("waiting")
                        .path("message")
                        .asString(""))
                .isEqualTo("configmap \"none\" not found");
    }

    @Test
    void becomesReadyByItsProbesAndIsRestartedByThem() {
        link.assign(pod(
                "it-probe",
                "{'terminationGracePeriodSeconds':1,'containers':[{'name':'a','image':'IMAGE','command':['sh','-c','echo ok > /tmp/live; sleep 2; nc -l -p 80 -e cat > /dev/null; sleep 1000'],"
                        + "'readinessProbe':{'exec':{'command':['sh','-c','cat /tmp/ready']},'periodSeconds':1},'livenessProbe':{'exec':{'command':['cat','/tmp/live']},'periodSeconds':1,'failureThreshold':1}}]}",
                "{}"));
        awaitPhase("it-probe", "Running");
        assertThat(condition(status("it-probe"), "Ready")).isEqualTo("False");
        run("it-probe", "a", "touch /tmp/ready");
        await().atMost(PATIENCE)
                .until(() -> condition(status("it-probe"), "Ready").equals("True"));
        run("it-probe", "a", "/bin/busybox rm /tmp/live");
        await().atMost(PATIENCE)
                .until(() -> container("it-probe", "a").path("restartCount").asInt() == 1);
        assertThat(link.report("n1/it-probe").path("events").toString()).contains("Liveness probe failed");
    }

    @Test
    void adoptsItsPodsAfterARestartAndRemovesWhatWasTakenAwayMeanwhile() throws Exception {
        link.assign(sleeper("it-adopt"));
        link.assign(sleeper("it-orphan"));
        awaitPhase("it-adopt", "Running");
        awaitPhase("it-orphan", "Running");
        String id = container("it-adopt", "main").path("containerID").asString("");
        agent.close();
        link.unassign("n1", "it-orphan");
        agent = NodeAgent.start(settings(), link);
        client = null;
        awaitPhase("it-adopt", "Running");
        await().atMost(PATIENCE).until(() -> link.report("n1/it-orphan") == null);
        assertThat(container("it-adopt", "main").path("containerID").asString(""))
                .isEqualTo(id);
        assertThat(container("it-adopt", "main").path("restartCount").asInt()).isZero();
    }

    @Test
    void endsADeletedPodWithinItsGraceAfterItsPreStopHook() {
        PodAssignment pod = pod(
                "it-stop",
                "{'terminationGracePeriodSeconds':3,'containers':[{'name':'a','image':'IMAGE','command':['sh','-c','sleep 1000'],"
                        + "'lifecycle':{'preStop':{'exec':{'command':['sh','-c','echo stopping > /proc/1/fd/1']}}}}]}",
                "{}");
        link.assign(pod);
        awaitPhase("it-stop", "Running");
        link.assign(TestPods.deleting(pod, 3));
        await().atMost(PATIENCE)
                .until(() -> link.report("n1/it-stop").path("terminated").asBoolean(false));
        assertThat(log("it-stop", "a", "")).isEqualTo("stopping\n");
        link.unassign("n1", "it-stop");
        await().atMost(PATIENCE).until(() -> link.report("n1/it-stop") == null);
        assertThat(data.resolve("pods").resolve("it-stop")).doesNotExist();
    }

    @Test
    void restartsEverythingOfAPodWhoseSandboxDied() {
        link.assign(sleeper("it-sandbox"));
        awaitPhase("it-sandbox", "Running");
        String before = container("it-sandbox", "main").path("containerID").asString("");
        try (Engine engine = DockerEngine.connect(DockerEngine.DEFAULT_HOST, "")) {
            engine.list(Map.of(ContainerLabels.POD_UID, "it-sandbox", ContainerLabels.TYPE, ContainerLabels.SANDBOX))
                    .forEach(sandbox -> engine.stop(sandbox.id(), Duration.ZERO));
        }
        await().atMost(PATIENCE).until(() -> {
            JsonNode now = container("it-sandbox", "main");
            return now.path("ready").asBoolean(false)
                    && !now.path("containerID").asString("").equals(before);
        });
    }
}
