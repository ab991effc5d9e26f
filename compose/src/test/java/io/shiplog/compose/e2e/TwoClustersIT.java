package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clusters on one machine, which have nothing in common but the machine. */
class TwoClustersIT {

    @TempDir
    Path one;

    @TempDir
    Path two;

    @AfterEach
    void removeContainers() {
        Docker.removeContainersOf(one, two);
    }

    @Test
    void workSideBySideOnNetworksOfTheirOwn() throws IOException {
        Kubectl.assume();
        int port = Up.freePort();
        try (Up first = Up.start(one, port, "--engine", "simulated");
                Up second = Up.start(two, Up.freePort(), "--engine", "simulated")) {
            for (Up up : List.of(first, second)) {
                Kubectl kubectl = up.kubectl();
                kubectl.ok("create", "deployment", "web", "--image=example/web:1", "--replicas=2");
                kubectl.ok("expose", "deployment", "web", "--port=80", "--type=NodePort");
                kubectl.ok("rollout", "status", "deployment/web", "--timeout=60s");
            }
            assertThat(address(first)).isNotEqualTo(address(second));
            assertThat(prefix(service(first, "default", "web")))
                    .isEqualTo(prefix(service(first, "default", "kubernetes")));
            assertThat(prefix(service(first, "default", "web")))
                    .isNotEqualTo(prefix(service(second, "default", "web")));
            assertThat(service(second, "kube-system", "kube-dns"))
                    .startsWith(prefix(service(second, "default", "web")));
            assertThat(second.stop()).isIn(0, 143);
            first.kubectl().ok("scale", "deployment", "web", "--replicas=3");
            first.kubectl().ok("rollout", "status", "deployment/web", "--timeout=60s");
            Shell.Result refused = Up.refused(two, port, "--engine", "simulated");
            assertThat(refused.err()).contains("127.0.0.1:" + port).contains("--port");
            String taken = Files.readString(one.resolve("network")).strip();
            refused = Up.refused(two, Up.freePort(), "--engine", "simulated", "--network", taken);
            assertThat(refused.err()).contains("holds addresses of network " + taken);
        }
    }

    @Test
    void doNotTouchEachOthersContainers() {
        Docker.assume();
        try (Up first = Up.start(one, Up.freePort(), "--engine", "docker")) {
            first.kubectl().okWith(Manifests.web("mine", "mine", 1, Docker.WEB_1), "apply", "-f", "-");
            first.kubectl().ok("rollout", "status", "deployment/mine", "--timeout=60s");
            List<String> mine = Docker.containers("default", "mine-");
            try (Up second = Up.start(two, Up.freePort(), "--engine", "docker")) {
                second.kubectl().okWith(Manifests.web("yours", "yours", 1, Docker.WEB_1), "apply", "-f", "-");
                second.kubectl().ok("rollout", "status", "deployment/yours", "--timeout=60s");
                second.kubectl().ok("delete", "deployment", "yours");
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(Docker.containers("default", "yours-"))
                                .isEmpty());
            }
            assertThat(Docker.containers("default", "mine-")).hasSize(1).isEqualTo(mine);
            assertThat(first.kubectl().ok("get", "pods", "--no-headers")).contains("Running");
            first.kubectl().ok("delete", "deployment", "mine");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() ->
                            assertThat(Docker.containers("default", "mine-")).isEmpty());
        }
    }

    private static String address(Up up) {
        return up.kubectl().ok("get", "node", "node-1", "-o", "jsonpath={.status.addresses[0].address}");
    }

    private static String service(Up up, String namespace, String name) {
        return up.kubectl().ok("get", "service", name, "-n", namespace, "-o", "jsonpath={.spec.clusterIP}");
    }

    private static String prefix(String address) {
        return address.split("\\.", -1)[0] + "." + address.split("\\.", -1)[1] + ".";
    }
}
