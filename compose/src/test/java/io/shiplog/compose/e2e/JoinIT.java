package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that joins a cluster with a token, as a process of its own that knows nothing else of it. */
class JoinIT {
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path data;

    @BeforeEach
    void assume() {
        Kubectl.assume();
    }

    @Test
    void aNodeJoinsRunsPodsAndComesBackWithoutAToken() throws Exception {
        try (Up up = Up.start(data, Up.freePort(), "--engine", "simulated", "--network", "27")) {
            runsPodsOnAJoinedNode(up);
        }
    }

    @Test
    void aNodeJoinsOverTls() throws Exception {
        try (Up up = Up.start(
                data,
                Up.freePort(),
                "--engine",
                "simulated",
                "--network",
                "28",
                "--join-address",
                "127.28.3.2",
                "--join-kafka-port",
                Integer.toString(Up.freePort()))) {
            runsPodsOnAJoinedNode(up);
            assertThat(Files.readString(data.resolve("agents/joined/node.json")))
                    .contains("\"security.protocol\":\"SSL\"")
                    .doesNotContain("password");
        }
    }

    private void runsPodsOnAJoinedNode(Up up) throws Exception {
        Path kubeconfig = data.resolve("kubeconfig");
        String network = up.kubectl()
                .ok("get", "node", "node-1", "-o", "jsonpath={.status.addresses[0].address}")
                .replace(".1.1", "");
        String[] options = {"--address", network + ".1.99", "--engine", "simulated", "--label", "way=own"};
        Role agent = Role.start(JoiningAgent.arguments(data, kubeconfig, "joined", options));
        try {
            ready(up);
            up.kubectl().okWith(Manifests.onNodes("way: own", "web", 2), "apply", "-f", "-");
            up.kubectl().ok("rollout", "status", "deployment/web", "--timeout=90s");
            assertThat(up.kubectl().ok("get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}"))
                    .isEqualTo("joined joined");
            ownersOnly(data.resolve("agents/joined"));

            agent.kill();
            agent = Role.start(JoiningAgent.arguments(data, kubeconfig, "joined", options));
            up.kubectl().ok("scale", "deployment/web", "--replicas=3");
            up.kubectl().ok("wait", "--for=jsonpath={.status.readyReplicas}=3", "deployment/web", "--timeout=90s");
            up.kubectl().ok("delete", "deployment", "web");
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(up.kubectl().ok("get", "pods", "--no-headers"))
                            .isEmpty());
        } finally {
            agent.close();
        }
        assertThat(JoiningAgent.command("node", kubeconfig, "revoke", "joined")).contains("is shut out");
        assertThatThrownBy(() -> Role.start(JoiningAgent.arguments(data, kubeconfig, "joined", options)))
                .hasMessageContaining("the cluster does not know the node joined any more");
        String listed = JoiningAgent.command(kubeconfig, "list");
        String token = listed.lines().toList().get(1).split(" ", -1)[0];
        JoiningAgent.command(kubeconfig, "delete", token);
        assertThat(JoiningAgent.command(kubeconfig, "list").lines()).hasSize(1);
    }

    private static void ready(Up up) {
        await().atMost(LONG)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(up.kubectl().ok("get", "node", "joined", "--no-headers"))
                        .contains(" Ready "));
    }

    private static void ownersOnly(Path folder) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (String file : List.of("node.json", "node.key", "node.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).doesNotContain("ca.key");
        }
    }
}
