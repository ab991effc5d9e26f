package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.kafka.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles as processes that are killed: another instance takes over, and a role that is started again works at once. */
class FailoverIT {
    private static final String NETWORK = "30";

    @TempDir
    Path data;

    private final List<Role> roles = new ArrayList<>();
    private final int port = Up.freePort();
    private EmbeddedKafka kafka;
    private Kubectl kubectl;

    @BeforeEach
    void start() {
        Kubectl.assume();
        kafka = EmbeddedKafka.start(data.resolve("kafka"));
        kubectl = new Kubectl(data.resolve("kubeconfig"));
    }

    @AfterEach
    void stop() {
        Role.closeAll(roles);
        if (kafka != null) {
            kafka.close();
        }
    }

    @Test
    void theOtherSchedulerGoesOnWhenOneIsKilled() {
        start("reconcilers", "--instance", "a");
        Role first = start("scheduler", "--instance", "a");
        start("scheduler", "--instance", "b");
        apiServer();
        agent();
        kubectl.ok("create", "deployment", "web", "--image=example/web:1", "--replicas=2");
        kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
        first.kill();
        Duration took = scaled(10);
        System.out.println("one of two schedulers killed: the next pods are ready after " + took.toMillis() + " ms");
        assertThat(kubectl.ok("get", "pods", "--no-headers").lines())
                .hasSize(10)
                .allMatch(pod -> pod.contains("Running"));
    }

    @Test
    void anApiServerAnAgentAndAProxyWorkAgainWhenTheyAreStartedAgain() {
        start("reconcilers", "--instance", "a");
        start("scheduler", "--instance", "a");
        Role api = apiServer();
        Role agent = agent();
        Role proxy = start("proxy", "--network", NETWORK);
        kubectl.ok("create", "deployment", "web", "--image=example/web:1", "--replicas=2");
        kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");

        api.kill();
        Role apiAgain = apiServer();
        assertThat(kubectl.ok("get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}"))
                .isEqualTo("2");
        agent.kill();
        Role agentAgain = agent();
        Duration scaled = scaled(4);
        proxy.kill();
        Role proxyAgain = start("proxy", "--network", NETWORK);
        System.out.printf(
                "killed and started again: API server ready after %d ms, agent after %d ms (its next pods after %d ms),"
                        + " proxy after %d ms%n",
                apiAgain.readyAfter().toMillis(),
                agentAgain.readyAfter().toMillis(),
                scaled.toMillis(),
                proxyAgain.readyAfter().toMillis());
        assertThat(List.of(apiAgain, agentAgain, proxyAgain))
                .allSatisfy(role -> assertThat(role.readyAfter()).isLessThan(Role.WORKS_AGAIN_WITHIN));
    }

    @Test
    void everyRoleGoesOnWhenKafkaComesBack() {
        start("reconcilers", "--instance", "a");
        start("scheduler", "--instance", "a");
        apiServer();
        agent();
        kubectl.ok("create", "deployment", "web", "--image=example/web:1", "--replicas=3");
        kubectl.ok("rollout", "status", "deployment/web", "--timeout=120s");
        String before = podsAndRestarts();

        kafka.close();
        Shell.Result refused = kubectl.run("", "create", "configmap", "meanwhile", "--request-timeout=60s");
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.err()).containsAnyOf("Timeout", "timeout", "unknown");
        kafka = EmbeddedKafka.start(data.resolve("kafka"), brokerPort());

        Duration took = scaled(5);
        System.out.println("Kafka was away: the next pods are ready after " + took.toMillis() + " ms");
        assertThat(podsAndRestarts()).contains(before.lines().toList());
    }

    private int brokerPort() {
        String address = kafka.bootstrapServers();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private String podsAndRestarts() {
        return kubectl.ok(
                "get",
                "pods",
                "-o",
                "jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[0].restartCount}{'\\n'}{end}");
    }

    private Duration scaled(int replicas) {
        long begin = System.nanoTime();
        kubectl.ok("scale", "deployment/web", "--replicas=" + replicas);
        kubectl.ok("wait", "--for=jsonpath={.status.readyReplicas}=" + replicas, "deployment/web", "--timeout=120s");
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private Role agent() {
        Role started = Role.start(JoiningAgent.arguments(
                data, data.resolve("kubeconfig"), "sim", "--network", NETWORK, "--engine", "simulated"));
        roles.add(started);
        return started;
    }

    private Role apiServer() {
        return start("apiserver", "--port", Integer.toString(port), "--network", NETWORK);
    }

    private Role start(String role, String... options) {
        var arguments = new ArrayList<>(List.of(role, "--kafka", kafka.bootstrapServers(), "--data", data.toString()));
        arguments.addAll(List.of(options));
        Role started = Role.start(arguments.toArray(String[]::new));
        roles.add(started);
        return started;
    }
}
