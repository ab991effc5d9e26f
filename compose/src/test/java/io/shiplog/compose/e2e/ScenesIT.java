package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The scenes that a user would play first, on one {@code ./shiplog up} of three nodes with real containers. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ScenesIT {
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    static Path data;

    private static Up up;
    private static Kubectl kubectl;
    private static int port;

    @BeforeAll
    static void start() {
        Docker.assume();
        port = Up.freePort();
        up = Up.start(data, port, "--nodes", "3", "--engine", "docker");
        kubectl = up.kubectl();
    }

    @AfterAll
    static void stop() {
        if (up != null) {
            up.close();
            Docker.removeContainersOf(data);
        }
    }

    @Test
    @Order(1)
    void aDeploymentOfThreeRunsAndItsServiceBalances() {
        kubectl.okWith(Manifests.web("web", "web", 3, Docker.WEB_1), "apply", "-f", "-");
        kubectl.okWith(Manifests.service("web", "app: web"), "apply", "-f", "-");
        kubectl.ok("rollout", "status", "deployment/web", "--timeout=90s");
        List<String> ips = words(kubectl.ok("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].status.podIP}"));
        assertThat(ips).hasSize(3).doesNotHaveDuplicates();
        assertThat(kubectl.ok("get", "pods", "-o", "wide")).contains(ips).contains("Running");
        await().atMost(LONG).untilAsserted(() -> assertThat(endpoints("web")).hasSize(3));
        Map<String, Integer> answers = ask(nodePortUrl("web"), 60);
        assertThat(answers)
                .hasSize(3)
                .allSatisfy((pod, count) -> assertThat(count).isGreaterThan(1));
        // The cluster address, from within a pod.
        String clusterIp = kubectl.ok("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
        String pod = words(kubectl.ok("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[*].metadata.name}"))
                .get(0);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(kubectl.ok(
                                "exec", pod, "--", "wget", "-q", "-O", "-", "http://" + clusterIp + "/cgi-bin/id"))
                        .contains("v1"));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(kubectl.ok(
                                "exec",
                                pod,
                                "--",
                                "wget",
                                "-q",
                                "-O",
                                "-",
                                "http://web.default.svc.cluster.local/cgi-bin/id"))
                        .contains("v1"));
    }

    @Test
    @Order(2)
    void whatDiesComesBack() {
        String id = Docker.containers("default", "web-").get(0);
        Shell.run("docker", "kill", id).ok();
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(kubectl.ok(
                            "get",
                            "pods",
                            "-l",
                            "app=web",
                            "-o",
                            "jsonpath={.items[*].status.containerStatuses[0].restartCount}"))
                    .contains("1");
            assertThat(readyPods("app=web")).hasSize(3);
        });
        List<String> before = readyPods("app=web");
        kubectl.ok("delete", "pod", before.get(0));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(readyPods("app=web"))
                        .hasSize(3)
                        .doesNotContain(before.get(0))
                        .contains(before.get(1), before.get(2)));
    }

    @Test
    @Order(3)
    void aRollingUpdateFailsNoRequestAndCanBeUndone() throws InterruptedException {
        String url = nodePortUrl("web");
        var stop = new AtomicBoolean();
        var failures = new ConcurrentLinkedQueue<String>();
        var requests = new AtomicInteger();
        Thread client = Thread.ofPlatform().start(() -> {
            while (!stop.get()) {
                try {
                    askOnce(url);
                } catch (AssertionError e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
                requests.incrementAndGet();
            }
        });
        try {
            kubectl.ok("set", "image", "deployment/web", "web=" + Docker.WEB_2);
            kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(ask(url, 10).keySet()).allMatch(answer -> answer.endsWith("v2")));
        } finally {
            stop.set(true);
            client.join();
        }
        assertThat(requests.get()).isGreaterThan(50);
        assertThat(failures).isEmpty();
        kubectl.ok("rollout", "undo", "deployment/web");
        kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(ask(url, 10).keySet()).allMatch(answer -> answer.endsWith("v1")));
        assertThat(kubectl.ok("rollout", "history", "deployment/web").lines().map(line -> line.split("\\s+")[0]))
                .contains("2", "3")
                .doesNotContain("1");
    }

    @Test
    @Order(4)
    void twoContainersShareAddressAndVolumeAndAreReadyTogether() {
        kubectl.okWith(Manifests.pair("pair"), "apply", "-f", "-");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(kubectl.ok("get", "pod", "pair"))
                        .contains("1/2")
                        .contains("Running"));
        assertThat(kubectl.ok(
                        "exec",
                        "pair",
                        "-c",
                        "writer",
                        "--",
                        "wget",
                        "-q",
                        "-O",
                        "-",
                        "http://127.0.0.1:8080/index.html"))
                .contains("hello");
        kubectl.ok("exec", "pair", "-c", "writer", "--", "sh", "-c", "echo yes > /shared/ready");
        kubectl.ok("wait", "--for=condition=Ready", "pod/pair", "--timeout=60s");
        assertThat(kubectl.ok("get", "pod", "pair")).contains("2/2");
        kubectl.ok("delete", "pod", "pair", "--timeout=60s");
    }

    @Test
    @Order(5)
    void replicationControllersScaleAndServicesFollowLabels() {
        kubectl.okWith(Manifests.replicationController("old", 4), "apply", "-f", "-");
        for (int replicas : new int[] {4, 1, 4}) {
            kubectl.ok("scale", "rc/old", "--replicas=" + replicas);
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(readyPods("rc=old")).hasSize(replicas));
        }
        kubectl.ok("delete", "rc", "old", "--timeout=60s");
        // Canary: one more track behind the same label.
        kubectl.okWith(Manifests.web("canary", "web", 1, Docker.WEB_2), "apply", "-f", "-");
        kubectl.ok("rollout", "status", "deployment/canary", "--timeout=90s");
        String url = nodePortUrl("web");
        await().atMost(LONG).untilAsserted(() -> {
            var answers = ask(url, 60).keySet();
            assertThat(answers).hasSize(4);
            assertThat(answers.stream().filter(answer -> answer.endsWith("v2"))).hasSize(1);
        });
        // Blue-green: the selector moves all traffic at once.
        kubectl.ok("patch", "service", "web", "-p", "{\"spec\":{\"selector\":{\"app\":\"web\",\"track\":\"canary\"}}}");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(ask(url, 20).keySet()).hasSize(1).allMatch(answer -> answer.endsWith("v2")));
        kubectl.ok("patch", "service", "web", "-p", "{\"spec\":{\"selector\":{\"app\":\"web\",\"track\":\"web\"}}}");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(ask(url, 20).keySet()).allMatch(answer -> answer.endsWith("v1")));
    }

    @Test
    @Order(6)
    void killingEverythingLosesNothingAcknowledgedAndRunsNothingTwice() {
        List<String> containers = new ArrayList<>(Docker.containers("default", "web-"));
        String uids = kubectl.ok("get", "pods", "-l", "track=web", "-o", "jsonpath={.items[*].metadata.uid}");
        kubectl.ok("scale", "deployment/canary", "--replicas=3");
        for (int i = 0; i < 20; i++) {
            kubectl.ok("create", "configmap", "kept-" + i, "--from-literal=n=" + i);
        }
        up.kill();
        up = Up.start(data, port, "--nodes", "3", "--engine", "docker");
        assertThat(words(kubectl.ok("get", "configmaps", "-o", "jsonpath={.items[*].metadata.name}")))
                .filteredOn(name -> name.startsWith("kept-"))
                .hasSize(20);
        await().atMost(LONG).untilAsserted(() -> {
            assertThat(readyPods("track=canary")).hasSize(3);
            assertThat(readyPods("track=web")).hasSize(3);
        });
        assertThat(kubectl.ok("get", "pods", "-l", "track=web", "-o", "jsonpath={.items[*].metadata.uid}"))
                .isEqualTo(uids);
        assertThat(Docker.containers("default", "web-")).containsExactlyInAnyOrderElementsOf(containers);
        assertThat(Docker.containers("default", "canary-")).hasSize(3);
        ask(nodePortUrl("web"), 5);
    }

    private static List<String> readyPods(String selector) {
        return kubectl.ok(
                        "get",
                        "pods",
                        "-l",
                        selector,
                        "-o",
                        "jsonpath={range .items[*]}{.metadata.name} {.metadata.deletionTimestamp}{.status.conditions[?(@.type=='Ready')].status}{'\\n'}{end}")
                .lines()
                .filter(line -> line.endsWith(" True"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    private static List<String> endpoints(String service) {
        return words(kubectl.ok(
                "get",
                "endpointslices",
                "-l",
                "kubernetes.io/service-name=" + service,
                "-o",
                "jsonpath={.items[*].endpoints[?(@.conditions.ready==true)].addresses[0]}"));
    }

    private static String nodePortUrl(String service) {
        String address = words(kubectl.ok(
                        "get", "nodes", "-o", "jsonpath={.items[*].status.addresses[?(@.type=='InternalIP')].address}"))
                .get(0);
        return "http://" + address + ":"
                + kubectl.ok("get", "service", service, "-o", "jsonpath={.spec.ports[0].nodePort}") + "/cgi-bin/id";
    }

    /** How often each answer came, each request on a connection of its own so that each is balanced anew. */
    private static Map<String, Integer> ask(String url, int times) {
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            answers.merge(askOnce(url), 1, Integer::sum);
        }
        return answers;
    }

    private static String askOnce(String url) {
        try (var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body().strip();
        } catch (java.io.IOException e) {
            throw new AssertionError(url + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
}
