package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role as a process of its own against one Kafka, with real containers. */
class RolesIT {
    private static final Duration LONG = Duration.ofSeconds(120);

    @TempDir
    Path data;

    private final List<Role> started = new ArrayList<>();
    private EmbeddedKafka kafka;
    private String[] common;

    @BeforeEach
    void start() {
        Docker.assume();
        kafka = EmbeddedKafka.start(data.resolve("kafka"));
        common = new String[] {"--kafka", kafka.bootstrapServers(), "--data", data.toString()};
    }

    @AfterEach
    void stop() {
        Role.closeAll(started);
        if (kafka != null) {
            kafka.close();
        }
        Docker.removeContainersOf(data);
    }

    @Test
    void healsWithoutAnyApiServer() {
        int port = Up.freePort();
        int second = Up.freePort();
        Kubectl kubectl = new Kubectl(data.resolve("kubeconfig-a"));
        Kubectl other = new Kubectl(data.resolve("kubeconfig-b"));
        try (Role reconcilers = role("reconcilers");
                Role scheduler = role("scheduler");
                Role a = apiServer(port, "kubeconfig-a");
                Role b = apiServer(second, "kubeconfig-b")) {
            Role one = agent("node-1", "127.0.1.1");
            Role two = agent("node-2", "127.0.1.2");
            kubectl.okWith(Manifests.impatientWeb("roles", 2, Docker.WEB_1), "apply", "-f", "-");
            other.ok("rollout", "status", "deployment/roles", "--timeout=120s");
            // A write through one server is read through the other at once.
            kubectl.ok("create", "configmap", "seen", "--from-literal=a=b");
            assertThat(other.ok("get", "configmap", "seen", "-o", "jsonpath={.data.a}"))
                    .isEqualTo("b");
            assertThat(kubectl.ok("get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}"))
                    .contains("node-1", "node-2");

            a.close();
            b.close();
            List<String> before = Docker.containers("default", "roles-");
            Shell.run("docker", "kill", before.get(0)).ok();
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(Docker.containers("default", "roles-"))
                            .hasSize(2)
                            .doesNotContain(before.get(0)));
            // The lost node's container goes on, as on a machine that is cut off; its replacement is the third.
            two.kill();
            await().atMost(LONG)
                    .untilAsserted(() ->
                            assertThat(Docker.containers("default", "roles-")).hasSizeGreaterThanOrEqualTo(3));

            try (Role again = apiServer(port, "kubeconfig-a");
                    Role back = agent("node-2", "127.0.1.2")) {
                await().atMost(LONG).untilAsserted(() -> {
                    assertThat(kubectl.ok("get", "nodes", "node-2", "--no-headers"))
                            .doesNotContain("NotReady");
                    assertThat(Docker.containers("default", "roles-")).hasSize(2);
                });
                kubectl.ok("rollout", "status", "deployment/roles", "--timeout=60s");
                kubectl.ok("delete", "deployment", "roles");
                await().atMost(LONG)
                        .untilAsserted(() -> assertThat(Docker.containers("default", "roles-"))
                                .isEmpty());
                assertThat(List.of(again, back)).isNotEmpty();
            }
            assertThat(List.of(reconcilers, scheduler, one)).isNotEmpty();
        }
    }

    @Test
    void aKilledRoleWorksAgainWithinSecondsOfItsRestart() {
        Kubectl kubectl = new Kubectl(data.resolve("kubeconfig-a"));
        Role reconcilers = role("reconcilers");
        Role scheduler = role("scheduler");
        try (Role api = apiServer(Up.freePort(), "kubeconfig-a");
                Role simulated = agent("sim", "127.0.1.1", "simulated")) {
            kubectl.ok("create", "deployment", "web", "--image=example/web:1", "--replicas=1");
            kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
            reconcilers.kill();
            scheduler.kill();
            reconcilers = role("reconcilers");
            scheduler = role("scheduler");
            long begin = System.nanoTime();
            kubectl.ok("scale", "deployment/web", "--replicas=3");
            kubectl.ok("wait", "--for=jsonpath={.status.readyReplicas}=3", "deployment/web", "--timeout=60s");
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            System.out.println("roles killed and restarted: ready after "
                    + reconcilers.readyAfter().toMillis() + " ms and "
                    + scheduler.readyAfter().toMillis() + " ms, the next change done after " + took.toMillis() + " ms");
            assertThat(reconcilers.readyAfter()).isLessThan(Role.WORKS_AGAIN_WITHIN);
            assertThat(scheduler.readyAfter()).isLessThan(Role.WORKS_AGAIN_WITHIN);
            assertThat(List.of(simulated, api)).isNotEmpty();
        } finally {
            reconcilers.close();
            scheduler.close();
        }
    }

    /** Ended with the test, however that ends. */
    private Role start(String... arguments) {
        Role role = Role.start(arguments);
        started.add(role);
        return role;
    }

    private Role role(String name) {
        return start(with(name, "--instance", "a"));
    }

    private Role agent(String node, String address) {
        return agent(node, address, "docker");
    }

    private Role agent(String node, String address, String engine) {
        return start(JoiningAgent.arguments(
                data, data.resolve("kubeconfig-a"), node, "--address", address, "--engine", engine));
    }

    private Role apiServer(int port, String kubeconfig) {
        return start(with(
                "apiserver",
                "--port",
                Integer.toString(port),
                "--kubeconfig",
                data.resolve(kubeconfig).toString()));
    }

    private String[] with(String role, String... more) {
        var all = new ArrayList<>(List.of(role));
        all.addAll(List.of(common));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
