package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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
        Assumptions.assumeTrue(Shell.exists("kubectl"), "left out: needs kubectl on the PATH");
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
            assertThat(Files.getAttribute(data.resolve("kubeconfig"), "unix:uid"))
                    .isEqualTo(65534);
            assertThat(up.stop()).isIn(0, 143);
            assertThat(String.join("\n", up.printed())).doesNotContain("ERROR");
        }
    }
}
