package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cluster at past moments by the real kubectl, against a real {@code ./shiplog up} of a simulated node. */
class PastIT {

    @TempDir
    static Path folder;

    private static Path data;
    private static Up up;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() {
        Kubectl.assume();
        data = folder.resolve("data");
        up = Up.start(data, Up.freePort(), "--engine", "simulated");
        kubectl = up.kubectl();
    }

    @AfterAll
    static void stop() {
        if (up != null) {
            up.close();
        }
    }

    @Test
    void showsWhatWasAndRefusesToChangeIt() {
        kubectl.ok("create", "deployment", "web", "--image=example/web:1", "--replicas=2");
        kubectl.ok("rollout", "status", "deployment/web", "--timeout=60s");
        String then = version("deployments", "web");
        String pods = kubectl.ok("get", "pods", "-l", "app=web", "-o", "name");
        kubectl.ok("set", "image", "deployment/web", "web=example/web:2");
        kubectl.ok("rollout", "status", "deployment/web", "--timeout=60s");
        kubectl.ok("delete", "deployment", "web");

        Kubectl past = at(then);
        assertThat(past.ok("get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}"))
                .isEqualTo("example/web:1");
        assertThat(past.ok("get", "pods", "-l", "app=web", "-o", "name")).isEqualTo(pods);
        assertThat(past.ok("describe", "deployment", "web")).contains("2 available");
        assertThat(past.ok("rollout", "history", "deployment/web")).contains("REVISION");
        assertThat(past.ok("api-resources")).contains("deployments");
        assertThat(past.ok("explain", "deployment.spec.replicas")).contains("integer");
        assertThat(past.ok("events", "--for", "deployment/web")).contains("ScalingReplicaSet");
        assertThat(past.run("", "delete", "deployment", "web").err()).contains("the past cannot be changed");
        assertThat(past.run("", "logs", "deployment/web").err()).contains("is not kept");
        assertThat(kubectl.run("", "get", "deployment", "web").err()).contains("not found");
        assertThat(at("-9000d").run("", "get", "pods").err()).contains("before the audit window, which reaches from");
    }

    @Test
    void aWatchOfThePastReachesThePresent() {
        kubectl.ok("create", "configmap", "first", "--from-literal=a=b");
        String then = version("configmaps", "first");
        kubectl.ok("delete", "configmap", "first");
        try (Background watch = at(then).start("get", "configmaps", "-w", "--output-watch-events", "-o", "name")) {
            watch.awaitOutput("configmap/first");
            kubectl.ok("create", "configmap", "second", "--from-literal=a=b");
            watch.awaitOutput("configmap/second");
        }
    }

    private static String version(String resource, String name) {
        return kubectl.ok("get", resource, name, "-o", "jsonpath={.metadata.resourceVersion}");
    }

    private static Kubectl at(String moment) {
        Shell.Result written = Shell.run(
                Map.of("SHIPLOG_NO_BUILD", "1"),
                Duration.ofSeconds(60),
                "",
                List.of(
                        Path.of(System.getProperty("shiplog.root", ".."))
                                .resolve("shiplog")
                                .toString(),
                        "context",
                        "--at",
                        moment,
                        "--data",
                        data.toString()));
        assertThat(written.ok()).isEqualTo("export KUBECONFIG=" + data.resolve("kubeconfig-at") + "\n");
        return new Kubectl(data.resolve("kubeconfig-at"));
    }
}
