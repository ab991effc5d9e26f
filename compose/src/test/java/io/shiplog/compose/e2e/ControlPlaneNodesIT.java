package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes with the control plane's label and taint. */
class ControlPlaneNodesIT {
    private static final String TOLERANT =
            "{\"spec\": {\"tolerations\": [{\"key\": \"node-role.kubernetes.io/control-plane\","
                    + " \"operator\": \"Exists\"}]}}";

    @TempDir
    Path data;

    @Test
    void takeOnlyPodsThatTolerateThemUntilTheTaintIsTakenAway() {
        Kubectl.assume();
        int port = Up.freePort();
        String[] options = {"--engine", "simulated", "--nodes", "0", "--control-plane-nodes", "1"};
        try (Up up = Up.start(data, port, options)) {
            Kubectl kubectl = up.kubectl();
            assertThat(kubectl.ok("get", "nodes", "--no-headers"))
                    .containsPattern("control-plane-1 +Ready +control-plane ");
            kubectl.ok("run", "shy", "--image=example/web:1");
            kubectl.ok("run", "tolerant", "--image=example/web:1", "--overrides=" + TOLERANT);
            kubectl.ok("wait", "--for=condition=Ready", "pod/tolerant", "--timeout=60s");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(kubectl.ok("describe", "pod", "shy"))
                            .contains("0/1 nodes are available: 1 node(s) had untolerated taint"
                                    + " {node-role.kubernetes.io/control-plane: }"));
            kubectl.ok("taint", "node", "control-plane-1", "node-role.kubernetes.io/control-plane-");
            kubectl.ok("wait", "--for=condition=Ready", "pod/shy", "--timeout=60s");
            assertThat(up.stop()).isIn(0, 143);
        }
        // The taint is given at the first registration only: what the administrator took away stays away.
        try (Up again = Up.start(data, port, options)) {
            assertThat(again.kubectl().ok("get", "node", "control-plane-1", "-o", "jsonpath={.spec.taints}"))
                    .isEmpty();
            again.kubectl().ok("run", "late", "--image=example/web:1");
            again.kubectl().ok("wait", "--for=condition=Ready", "pod/late", "--timeout=60s");
        }
    }
}
