package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand replicas on twenty simulated nodes. */
class SimulatedScaleIT {

    @TempDir
    Path data;

    @Test
    void aThousandReplicasBecomeReady() {
        Kubectl.assume();
        try (Up up =
                Up.start(data, Up.freePort(), "--engine", "simulated", "--simulated-nodes", "20", "--nodes", "0")) {
            Kubectl kubectl = up.kubectl();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(kubectl.ok("get", "nodes", "--no-headers")
                                    .lines()
                                    .filter(line -> line.contains(" Ready ")))
                            .hasSize(20));
            long begin = System.nanoTime();
            kubectl.okWith(Manifests.web("many", "many", 1000, "example/web:1"), "apply", "-f", "-");
            kubectl.ok("wait", "--for=jsonpath={.status.readyReplicas}=1000", "deployment/many", "--timeout=120s");
            System.out.println("apply to all Ready: "
                    + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms");
            assertThat(kubectl.ok("get", "pods", "--no-headers").lines().filter(line -> line.contains("Running")))
                    .hasSize(1000);
        }
    }
}
