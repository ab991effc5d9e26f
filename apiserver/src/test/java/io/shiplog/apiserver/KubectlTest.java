package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shiplog.apiserver.testkit.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The installed kubectl against a server without controllers or nodes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {
    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: app}
            spec:
              replicas: %d
              selector: {matchLabels: {app: app}}
              template:
                metadata: {labels: {app: app}}
                spec:
                  containers: [{name: c, image: busybox, ports: [{containerPort: 80}]}]
            """;

    private static final String CRD = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: issuers.acme.example.com}
            spec:
              group: acme.example.com
              scope: Namespaced
              names: {plural: issuers, singular: issuer, kind: Issuer, shortNames: [iss], categories: [all]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.retries, statusReplicasPath: .status.retries}
                selectableFields: [{jsonPath: .spec.server}]
                additionalPrinterColumns:
                - {name: Server, type: string, jsonPath: .spec.server}
                - {name: Solved, type: string, priority: 1, jsonPath: '.spec.solvers[?(@.type=="http")].enabled'}
                schema:
                  openAPIV3Schema:
                    type: object
                    required: [spec]
                    properties:
                      spec:
                        type: object
                        required: [server]
                        properties:
                          server: {type: string, pattern: '^https://', description: Where the server is.}
                          retries: {type: integer, default: 3, minimum: 0}
                          solvers:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [type]
                            items:
                              type: object
                              required: [type]
                              properties:
                                type: {type: string, enum: [http, dns]}
                                enabled: {type: boolean}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private static final String ISSUER = """
            apiVersion: acme.example.com/v1
            kind: Issuer
            metadata: {name: one}
            spec:
              server: %s
              solvers: [{type: dns}, {type: http, enabled: true}]
            """;

    private Path folder;
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        boolean installed = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
        assumeTrue(installed, "kubectl is not on the PATH: its tests are left out");
        this.folder = folder;
        server = TestServer.start(folder);
        server.kubeconfig();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void discoversAndExplains() {
        assertThat(kubectl("api-versions")).contains("apps/v1", "v1");
        assertThat(kubectl("api-resources")).contains("deployments", "configmaps");
        assertThat(kubectl("explain", "pod.spec.containers.image")).contains("FIELD: image");
        assertThat(kubectl("cluster-info")).contains("is running at https://127.0.0.1");
        assertThat(kubectl("auth", "whoami")).contains("kubernetes-admin");
        assertThat(kubectl("auth", "can-i", "create", "pods")).contains("yes");
    }

    @Test
    void createsWithProtobufAndShowsTables() {
        assertThat(kubectl("create", "configmap", "c1", "--from-literal=a=b")).contains("configmap/c1 created");
        assertThat(kubectl("get", "configmap", "c1", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
        assertThat(kubectl("get", "configmaps")).contains("DATA", "c1");
        assertThat(kubectl("create", "secret", "generic", "s1", "--from-literal=k=v"))
                .contains("created");
        assertThat(kubectl("get", "secret", "s1", "-o", "jsonpath={.data.k}")).isEqualTo("dg==");
        assertThat(kubectl("delete", "configmap", "c1")).contains("deleted");
    }

    @Test
    void appliesPatchesScalesAndEdits() throws IOException {
        Path file = folder.resolve("app.yaml");
        Files.writeString(file, MANIFEST.formatted(2));
        assertThat(kubectl("apply", "-f", file.toString())).contains("deployment.apps/app created");
        Files.writeString(file, MANIFEST.formatted(4));
        assertThat(kubectlFails("diff", "-f", file.toString())).contains("+  replicas: 4");
        assertThat(kubectl("apply", "-f", file.toString())).contains("configured");
        assertThat(kubectl("apply", "-f", file.toString())).contains("unchanged");
        assertThat(kubectl("scale", "deploy", "app", "--replicas=3")).contains("scaled");
        assertThat(kubectl(
                        "patch",
                        "deploy",
                        "app",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"x\":\"y\"}}]"))
                .contains("patched");
        assertThat(kubectl("set", "image", "deploy/app", "c=other")).contains("image updated");
        assertThat(kubectl("rollout", "pause", "deploy", "app")).contains("paused");
        assertThat(kubectl("rollout", "resume", "deploy", "app")).contains("resumed");
        assertThat(kubectl("label", "deploy", "app", "tier=web")).contains("labeled");
        assertThat(kubectl("annotate", "deploy", "app", "note=1")).contains("annotated");
        assertThat(kubectl("get", "deploy", "-l", "tier=web", "--show-labels")).contains("app", "x=y");
        assertThat(kubectl("expose", "deploy", "app", "--port=80", "--type=NodePort"))
                .contains("exposed");
        assertThat(kubectl("get", "svc", "app", "-o", "wide")).contains("NodePort", "10.96.");
        assertThat(kubectl("replace", "-f", file.toString())).contains("replaced");
        assertThat(kubectl("describe", "deploy", "app")).contains("Replicas:");
        assertThat(kubectl("delete", "deploy", "app")).contains("deleted");
    }

    @Test
    void refusesWhatItDoesNotDoClearly() {
        assertThat(kubectlFails("top", "pods")).contains("Metrics API not available");
        assertThat(kubectlFails("get", "configmap", "absent")).contains("configmaps \"absent\" not found");
    }

    @Test
    void cordonsTaintsAndDrainsNodes() throws IOException {
        Path file = folder.resolve("node.yaml");
        Files.writeString(file, "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n");
        kubectl("create", "-f", file.toString());
        assertThat(kubectl("cordon", "n1")).contains("cordoned");
        assertThat(kubectl("uncordon", "n1")).contains("uncordoned");
        assertThat(kubectl("taint", "node", "n1", "a=b:NoSchedule")).contains("tainted");
        assertThat(kubectl("drain", "n1")).contains("drained");
    }

    @Test
    void worksWithAKindThatTheClusterDeclares() throws IOException {
        Path file = folder.resolve("crd.yaml");
        Files.writeString(file, CRD);
        assertThat(kubectl("apply", "-f", file.toString())).contains("created");
        kubectl("wait", "--for=condition=Established", "crd/issuers.acme.example.com", "--timeout=10s");
        assertThat(kubectl("api-resources", "--api-group=acme.example.com")).contains("issuers", "iss");
        assertThat(kubectl("explain", "issuers.spec.server")).contains("FIELD: server", "Where the server is.");
        Path object = folder.resolve("issuer.yaml");
        Files.writeString(object, ISSUER.formatted("https://acme.example.com"));
        assertThat(kubectl("create", "-f", object.toString())).contains("issuer.acme.example.com/one created");
        assertThat(kubectl("get", "iss", "one", "-o", "wide")).contains("SERVER", "https://acme.example.com", "true");
        assertThat(kubectl("get", "issuers", "one", "-o", "jsonpath={.spec.retries}"))
                .isEqualTo("3");
        Files.writeString(object, ISSUER.formatted("nowhere"));
        assertThat(kubectlFails("apply", "-f", object.toString())).contains("spec.server in body should match");
        Files.writeString(object, ISSUER.formatted("https://b.example.com") + "  odd: 1\n");
        assertThat(kubectlFails("apply", "-f", object.toString())).contains("unknown field \"spec.odd\"");
        assertThat(kubectl("scale", "issuer", "one", "--replicas=4")).contains("scaled");
        assertThat(kubectl("get", "issuers", "--field-selector", "spec.server=https://acme.example.com", "-o", "name"))
                .contains("issuer.acme.example.com/one");
        assertThat(kubectl("delete", "issuer", "one")).contains("deleted");
    }

    private String kubectl(String... arguments) {
        return run(true, arguments);
    }

    private String kubectlFails(String... arguments) {
        return run(false, arguments);
    }

    private String run(boolean succeeds, String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
            builder.environment().put("HOME", folder.toString());
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue() == 0).as(command + ": " + output).isEqualTo(succeeds);
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
