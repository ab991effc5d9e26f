package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shiplog.cluster.ListenPort;
import io.shiplog.cluster.RoleEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one-process cluster's start, end and second start. */
class UpIT {

    @TempDir
    Path data;

    @BeforeAll
    static void needsKubectl() {
        Kubectl.assume();
    }

    @Test
    void continuesWhereTheFirstStartStopped() {
        int port = Up.freePort();
        try (Up first = Up.start(data, port, "--engine", "simulated")) {
            first.kubectl().ok("create", "configmap", "kept", "--from-literal=a=b");
            first.kubectl().ok("create", "deployment", "web", "--image=example/web:1", "--replicas=2");
            first.kubectl().ok("rollout", "status", "deployment/web", "--timeout=60s");
            assertThat(first.stop()).isIn(0, 143);
        }
        try (Up second = Up.start(data, port, "--engine", "simulated")) {
            System.out.println(
                    "ready on a second start in " + second.startedIn().toMillis() + " ms");
            assertThat(second.kubectl().ok("get", "configmap", "kept", "-o", "jsonpath={.data.a}"))
                    .isEqualTo("b");
            second.kubectl().ok("rollout", "status", "deployment/web", "--timeout=60s");
        }
    }

    @Test
    void answersForItsProxyOnThePortOfKubeProxy() throws IOException, InterruptedException {
        assumeThat(ListenPort.isFree("127.0.0.1", RoleEndpoint.PROXY_PORT)).isTrue();
        try (Up up = Up.start(data, Up.freePort(), "--engine", "simulated");
                HttpClient http = HttpClient.newHttpClient()) {
            URI mode = URI.create("http://127.0.0.1:" + RoleEndpoint.PROXY_PORT + "/proxyMode");
            assertThat(http.send(HttpRequest.newBuilder(mode).build(), HttpResponse.BodyHandlers.ofString())
                            .body())
                    .isIn("iptables", "userspace");
            assertThat(up.kubectl().ok("get", "--raw", "/metrics"))
                    .contains("kubeproxy_sync_proxy_rules_duration_seconds_count");
        }
    }

    @Test
    void refusesADataFolderThatIsInUse() {
        int port = Up.freePort();
        try (Up up = Up.start(data, port, "--engine", "simulated")) {
            Shell.Result refused = Up.refused(data, Up.freePort(), "--engine", "simulated");
            assertThat(refused.err()).contains("already in use");
            assertThat(up.kubectl().ok("get", "--raw", "/readyz")).isEqualTo("ok");
        }
    }
}
