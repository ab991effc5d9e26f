package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The cluster of many processes in containers: writes and healing go on while parts of it are killed. */
class ComposeIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Path ROOT = Path.of(System.getProperty("shiplog.root", ".."));
    private static final String BASE = "shiplog-test/base:1";
    private static final String DATA = "/var/lib/shiplog-compose-test";
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "SHIPLOG_NO_BUILD",
            "1",
            "SHIPLOG_BASE_IMAGE",
            BASE,
            "SHIPLOG_IMAGE",
            "shiplog-test/shiplog:latest",
            "SHIPLOG_COMPOSE_DATA",
            DATA);

    private static boolean started;

    @BeforeAll
    static void up() {
        Docker.assume();
        boolean tools = Shell.exists("docker-compose") && Shell.exists("debootstrap");
        if (System.getenv("SHIPLOG_REQUIRE_DOCKER") == null) {
            Assumptions.assumeTrue(tools, "left out: needs docker-compose and debootstrap");
        }
        if (Shell.run("docker", "image", "inspect", BASE).exitCode() != 0) {
            run(
                            Duration.ofMinutes(10),
                            ROOT.resolve("compose/images/base.sh").toString(),
                            BASE,
                            System.getProperty("java.home"))
                    .ok();
        }
        started = true;
        run(Duration.ofMinutes(10), ROOT.resolve("shiplog").toString(), "compose", "up")
                .ok();
    }

    @AfterAll
    static void down() {
        if (started) {
            run(Duration.ofMinutes(5), ROOT.resolve("shiplog").toString(), "compose", "down")
                    .ok();
            Shell.run("docker", "ps", "-aq", "--filter", "label=io.kubernetes.pod.namespace=default")
                    .ok()
                    .lines()
                    .forEach(id -> Shell.run("docker", "rm", "-f", id));
        }
    }

    @Test
    void writesAndHealingGoOnWhilePartsAreKilled() {
        Kubectl first = new Kubectl(Path.of(DATA, "kubeconfig"));
        Kubectl second = new Kubectl(Path.of(DATA, "kubeconfig-2"));
        for (Kubectl each : List.of(first, second)) {
            await().atMost(LONG)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(
                                    each.run("", "get", "--raw", "/readyz").exitCode())
                            .isZero());
        }
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(second.ok("get", "nodes", "--no-headers")
                                .lines()
                                .filter(line -> line.contains(" Ready ")))
                        .hasSize(3));
        first.okWith(Manifests.web("web", "web", 3, Docker.WEB_1), "apply", "-f", "-");
        second.okWith(Manifests.service("web", "app: web"), "apply", "-f", "-");
        second.ok("rollout", "status", "deployment/web", "--timeout=170s");

        Shell.run("docker", "kill", container("kafka-2")).ok();
        heals(first, 4);
        Shell.run("docker", "kill", container("apiserver-1")).ok();
        heals(second, 3);
        Shell.run("docker", "kill", container("reconcilers-a")).ok();
        heals(second, 4);
        String id = Docker.containers("default", "web-").get(0);
        Shell.run("docker", "kill", id).ok();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(Docker.containers("default", "web-"))
                        .hasSize(4)
                        .doesNotContain(id));
        second.ok("delete", "deployment", "web");
        await().atMost(LONG)
                .untilAsserted(
                        () -> assertThat(Docker.containers("default", "web-")).isEmpty());
    }

    /** A write is taken, and what it asks for comes true. */
    private static void heals(Kubectl kubectl, int replicas) {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(kubectl.run("", "scale", "deployment/web", "--replicas=" + replicas)
                                .exitCode())
                        .isZero());
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(
                                kubectl.run("", "get", "deployment", "web", "-o", "jsonpath={.status.readyReplicas}")
                                        .out())
                        .isEqualTo(Integer.toString(replicas)));
    }

    private static String container(String service) {
        return Shell.run("docker", "ps", "-q", "--filter", "label=com.docker.compose.service=" + service)
                .ok()
                .strip();
    }

    private static Shell.Result run(Duration limit, String... command) {
        return Shell.run(ENVIRONMENT, limit, "", List.of(command));
    }
}
