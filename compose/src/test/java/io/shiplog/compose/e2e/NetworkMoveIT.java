package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose network somebody else has by the time that it starts again. */
class NetworkMoveIT {
    private static final int KUBELET = 10_250;

    @TempDir
    Path one;

    @TempDir
    Path two;

    @BeforeEach
    void assume() {
        Kubectl.assume();
    }

    @Test
    void movesWhenAnotherProcessHoldsAnAddressOfItsNetwork() throws Exception {
        String before;
        String node;
        try (Up up = Up.start(one, Up.freePort(), "--engine", "simulated")) {
            expose(up);
            before = service(up);
            node = address(up);
        }
        int port = Up.freePort();
        try (ServerSocket held = new ServerSocket(KUBELET, 1, InetAddress.getByName(node));
                Up up = Up.start(one, port, "--engine", "simulated")) {
            assertThat(held.isBound()).isTrue();
            assertThat(moved(up)).isPresent();
            moves(up, before, node, port);
        }
    }

    @Test
    void movesWhenAnotherClusterHasTakenItsNetworkWhileItWasStopped() throws Exception {
        String before;
        String node;
        try (Up up = Up.start(one, Up.freePort(), "--engine", "simulated")) {
            expose(up);
            before = service(up);
            node = address(up);
        }
        String network = Files.readString(one.resolve("network")).strip();
        int port = Up.freePort();
        try (Up other = Up.start(two, Up.freePort(), "--engine", "simulated", "--network", network);
                Up up = Up.start(one, port, "--engine", "simulated")) {
            assertThat(moved(up)).isPresent();
            moves(up, before, node, port);
            assertThat(address(other)).isEqualTo(node);
        }
    }

    /** It says so, its kubeconfig and certificates are right, and its service keeps what of its address it can. */
    private static void moves(Up up, String before, String node, int port) throws Exception {
        assertThat(address(up)).isNotEqualTo(node);
        String after = service(up);
        assertThat(after).isNotEqualTo(before);
        assertThat(last(after)).isEqualTo(last(before));
        assertThat(up.kubectl().ok("get", "service", "kubernetes", "-o", "jsonpath={.spec.clusterIP}"))
                .startsWith(first(after))
                .endsWith(".0.1");
        assertThat(up.kubectl().ok("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"))
                .isEqualTo("https://127.0.0.1:" + port);
        up.kubectl().ok("rollout", "status", "deployment/web", "--timeout=90s");
        // Through the node's own server: its certificate is for its new address.
        String pod = up.kubectl().ok("get", "pods", "-o", "jsonpath={.items[0].metadata.name}");
        up.kubectl().ok("logs", pod);
    }

    private static void expose(Up up) {
        up.kubectl().ok("create", "deployment", "web", "--image=example/web:1", "--replicas=1");
        up.kubectl().ok("expose", "deployment", "web", "--port=80");
        up.kubectl().ok("rollout", "status", "deployment/web", "--timeout=90s");
    }

    private static Optional<String> moved(Up up) {
        return up.printed().stream()
                .filter(line -> line.contains("the cluster moves to network"))
                .findFirst();
    }

    private static String service(Up up) {
        return up.kubectl().ok("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
    }

    private static String address(Up up) {
        return up.kubectl().ok("get", "node", "node-1", "-o", "jsonpath={.status.addresses[0].address}");
    }

    private static String first(String address) {
        return String.join(".", List.of(address.split("\\.", -1)).subList(0, 2));
    }

    private static String last(String address) {
        return String.join(".", List.of(address.split("\\.", -1)).subList(2, 4));
    }
}
