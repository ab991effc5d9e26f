package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose process has no rights: the user nobody's. */
class RootlessIT {
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs");
    private static final String LAUNCHER =
            Path.of(System.getProperty("shiplog.root", ".."), "shiplog").toString();

    @TempDir
    Path data;

    @Test
    void runsPodsAndSteersNodePortsInUserSpace() throws Exception {
        Kubectl.assume();
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Shell.exists("setpriv"),
                "left out: needs root and setpriv, to become a user without rights");
        List<String> version = new ArrayList<>(AS_NOBODY);
        version.addAll(List.of("env", "SHIPLOG_NO_BUILD=1", LAUNCHER, "--version"));
        Assumptions.assumeTrue(
                Shell.run(version.toArray(String[]::new)).exitCode() == 0,
                "left out: the user nobody cannot read this checkout or its JDK");
        Shell.run("chown", "65534:65534", data.toString()).ok();
        try (Up up = Up.start(AS_NOBODY, data, Up.freePort(), "--engine", "simulated")) {
            assertThat(String.join("\n", up.printed()))
                    .contains("services in user space (node ports only, no cluster DNS: both need root)")
                    .doesNotContain("WARN", "ERROR");
            Kubectl kubectl = up.kubectl();
            kubectl.ok("create", "deployment", "web", "--image=example/web:1", "--replicas=2");
            kubectl.ok("rollout", "status", "deployment/web", "--timeout=60s");
            kubectl.ok("create", "service", "nodeport", "web", "--tcp=80");
            assertThat(kubectl.ok("get", "endpointslices", "-l", "kubernetes.io/service-name=web"))
                    .contains("web");
            answersOnItsNodePort(kubectl);
            assertThat(Files.getAttribute(data.resolve("kubeconfig"), "unix:uid"))
                    .isEqualTo(65534);
            assertThat(up.stop()).isIn(0, 143);
            assertThat(String.join("\n", up.printed())).doesNotContain("ERROR");
        }
    }

    /**
     * Simulated containers answer nothing: so a server outside of the cluster does, behind a service without a
     * selector.
     */
    private static void answersOnItsNodePort(Kubectl kubectl) throws IOException {
        InetAddress own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(own != null, "left out: needs an address that is not loopback");
        try (var server = new ServerSocket(0, 50, own)) {
            Thread.ofPlatform().daemon().start(() -> greet(server));
            kubectl.okWith("""
                    apiVersion: v1
                    kind: Service
                    metadata: {name: outside}
                    spec: {type: NodePort, ports: [{port: 80, targetPort: %2$d}]}
                    ---
                    apiVersion: v1
                    kind: Endpoints
                    metadata: {name: outside}
                    subsets: [{addresses: [{ip: %1$s}], ports: [{port: %2$d}]}]
                    """.formatted(own.getHostAddress(), server.getLocalPort()), "apply", "-f", "-");
            int port = Integer.parseInt(
                    kubectl.ok("get", "service", "outside", "-o", "jsonpath={.spec.ports[0].nodePort}"));
            String node = kubectl.ok("get", "node", "node-1", "-o", "jsonpath={.status.addresses[0].address}");
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
                try (var socket = new Socket(node, port)) {
                    assertThat(socket.getInputStream().readAllBytes())
                            .asString()
                            .isEqualTo("hello");
                }
            });
        }
    }

    private static void greet(ServerSocket server) {
        while (!server.isClosed()) {
            try (var accepted = server.accept()) {
                accepted.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException closed) {
                return;
            }
        }
    }
}
