package io.shiplog.compose.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that people use daily, by the real kubectl against a real {@code ./shiplog up} of two simulated nodes,
 * judged by what it prints. What needs real processes is in {@link KubectlStreamsIT}.
 */
class KubectlIT {

    @TempDir
    static Path folder;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Up up;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() {
        Kubectl.assume();
        up = Up.start(folder.resolve("data"), Up.freePort(), "--nodes", "2", "--engine", "simulated");
        kubectl = up.kubectl();
    }

    @AfterAll
    static void stop() {
        if (up != null) {
            up.close();
        }
    }

    static List<String> everyKubectl() {
        return Kubectl.installed();
    }

    private static String name(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    /** A deployment that has rolled out; gives its name. */
    private static String deployment(int replicas) {
        String name = name("web");
        assertThat(kubectl.ok("create", "deployment", name, "--image=example/web:1", "--replicas=" + replicas))
                .isEqualTo("deployment.apps/" + name + " created\n");
        kubectl.ok("rollout", "status", "deployment/" + name, "--timeout=60s");
        return name;
    }

    private static List<String> podsOf(String app) {
        return kubectl.ok("get", "pods", "-l", "app=" + app, "-o", "name")
                .lines()
                .toList();
    }

    private static String refused(String... arguments) {
        Shell.Result result = kubectl.run("", arguments);
        assertThat(result.exitCode()).as(result.toString()).isNotZero();
        return result.err();
    }

    private static Path file(String content) throws IOException {
        return Files.writeString(folder.resolve(name("manifest") + ".yaml"), content);
    }

    // What every version of kubectl reads and writes.

    @ParameterizedTest
    @MethodSource("everyKubectl")
    void readsAndWritesWithEveryInstalledVersion(String program) {
        Kubectl some = kubectl.with(program);
        assertThat(some.ok("api-resources")).containsPattern("deployments +deploy +apps/v1 +true +Deployment");
        assertThat(some.ok("api-versions").lines()).contains("v1", "apps/v1", "extensions/v1beta1");
        assertThat(some.ok("cluster-info")).contains("Kubernetes control plane").contains("is running at");
        assertThat(some.ok("version")).contains("v1.34");
        assertThat(some.ok("explain", "deployment.spec.replicas")).contains("replicas", "integer");
        String name = name("any");
        some.ok("create", "deployment", name, "--image=example/web:1", "--replicas=2");
        some.ok("rollout", "status", "deployment/" + name, "--timeout=60s");
        assertThat(some.ok("get", "deployment", name)).contains("UP-TO-DATE", "2/2");
        assertThat(some.ok("get", "pods", "-l", "app=" + name, "-o", "wide")).contains("NODE", "Running");
        assertThat(some.ok("describe", "deployment", name)).contains("StrategyType", "2 available");
        assertThat(some.okWith(Manifests.service(name, "app: " + name), "apply", "-f", "-"))
                .isEqualTo("service/" + name + " created\n");
        assertThat(some.okWith(Manifests.service(name, "app: " + name), "apply", "-f", "-"))
                .isEqualTo("service/" + name + " unchanged\n");
        some.ok("label", "deployment", name, "tier=web");
        some.ok("scale", "deployment", name, "--replicas=1");
        some.ok("set", "image", "deployment/" + name, "web=example/web:2");
        some.ok("rollout", "status", "deployment/" + name, "--timeout=60s");
        assertThat(some.ok("rollout", "history", "deployment/" + name)).contains("REVISION", "1", "2");
        some.ok("wait", "--for=condition=Available", "deployment/" + name, "--timeout=60s");
        assertThat(some.ok("events", "--for", "deployment/" + name)).contains("ScalingReplicaSet");
        some.ok("cordon", firstNode());
        some.ok("uncordon", firstNode());
        assertThat(some.ok("delete", "deployment,service", name)).contains("deleted");
    }

    // Discovery.

    @Test
    void listsItsResourcesAndVersions() {
        assertThat(kubectl.ok("api-resources").lines().findFirst().orElseThrow())
                .matches("NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND *");
        assertThat(kubectl.ok("api-resources"))
                .containsPattern("pods +po +v1 +true +Pod\n")
                .containsPattern("nodes +no +v1 +false +Node\n")
                .containsPattern("replicationcontrollers +rc +v1 +true +ReplicationController\n");
        assertThat(kubectl.ok("api-resources", "--namespaced=false", "-o", "name")
                        .lines())
                .contains("nodes", "namespaces", "storageclasses.storage.k8s.io")
                .doesNotContain("pods");
        assertThat(kubectl.ok("api-versions").lines())
                .contains("v1", "apps/v1", "policy/v1")
                .isSorted();
    }

    @Test
    void explainsItsFields() {
        assertThat(kubectl.ok("explain", "pod"))
                .contains("KIND:       Pod\n", "VERSION:    v1\n", "DESCRIPTION:", "FIELDS:\n", "  spec\t<PodSpec>\n");
        assertThat(kubectl.ok("explain", "deployment.spec.strategy.rollingUpdate.maxSurge"))
                .contains("GROUP:      apps\n", "FIELD: maxSurge <IntOrString>\n");
        assertThat(kubectl.ok("explain", "rs", "--recursive")).contains("matchLabels\t<map[string]string>");
        assertThat(refused("explain", "pod.spec.nothing")).contains("field \"nothing\" does not exist");
    }

    @Test
    void saysWhoAndWhereItIs() {
        assertThat(kubectl.ok("auth", "whoami"))
                .matches("(?s)ATTRIBUTE +VALUE *\nUsername +kubernetes-admin\nGroups +\\[system:masters.*\n");
        assertThat(kubectl.ok("auth", "can-i", "create", "pods")).isEqualTo("yes\n");
        assertThat(kubectl.ok("cluster-info"))
                .contains("control plane")
                .contains("is running at")
                .contains("https://127.0.0.1:");
    }

    // Reading.

    @Test
    void getsInEveryForm() {
        String app = deployment(2);
        String pod = podsOf(app).get(0).substring("pod/".length());
        assertThat(kubectl.ok("get", "deployment", app))
                .matches("NAME +READY +UP-TO-DATE +AVAILABLE +AGE\n" + app + " +2/2 +2 +2 +[0-9a-z]+\n");
        assertThat(kubectl.ok("get", "pods", "-l", "app=" + app, "-o", "wide")
                        .lines()
                        .toList())
                .hasSize(3)
                .first()
                .asString()
                .matches("NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES");
        assertThat(kubectl.ok("get", "pod", pod, "-o", "json")).contains("\"kind\": \"Pod\"", "\"phase\": \"Running\"");
        assertThat(kubectl.ok("get", "pod", pod, "-o", "yaml")).contains("kind: Pod\n", "  phase: Running\n");
        assertThat(kubectl.ok("get", "pod", pod, "-o", "jsonpath={.status.phase}/{.spec.containers[*].image}"))
                .isEqualTo("Running/example/web:1");
        assertThat(kubectl.ok("get", "pods", pod, "-o", "custom-columns=P:.metadata.name,S:.status.phase"))
                .matches("P +S\n" + pod + " +Running\n");
        assertThat(kubectl.ok("get", "pod", pod, "--show-labels")).contains("LABELS", "app=" + app);
        assertThat(kubectl.ok("get", "pods", "-L", "app", pod)).contains("APP", app);
        assertThat(kubectl.ok("get", "pods", "-l", "app in (" + app + "),none notin (x)", "-o", "name")
                        .lines())
                .hasSize(2);
        assertThat(kubectl.ok("get", "pods", "--field-selector", "metadata.name=" + pod, "-o", "name"))
                .isEqualTo("pod/" + pod + "\n");
        assertThat(kubectl.ok("get", "pods", "--field-selector", "status.phase=Failed"))
                .isEmpty();
        assertThat(kubectl.ok("get", "pods", "-A", "-l", "app=" + app)).matches("(?s)NAMESPACE +NAME .*\ndefault +.*");
        assertThat(kubectl.ok("get", "all", "-l", "app=" + app))
                .contains("pod/", "deployment.apps/", "replicaset.apps/");
        assertThat(kubectl.ok("get", "nodes"))
                .matches("(?s)NAME +STATUS +ROLES +AGE +VERSION\n.* +Ready +.*")
                .contains("Ready");
        assertThat(refused("get", "pod", "absent"))
                .isEqualTo("Error from server (NotFound): pods \"absent\" not found\n");
        assertThat(refused("get", "pods", "--field-selector", "spec.nothing=1"))
                .contains("field label not supported: spec.nothing");
    }

    @Test
    void watchesUntilToldToStop() {
        String app = name("watched");
        try (Background watch = kubectl.start("get", "configmaps", "-l", "app=" + app, "-w")) {
            kubectl.ok("create", "configmap", app, "--from-literal=a=b");
            kubectl.ok("label", "configmap", app, "app=" + app);
            watch.awaitOutput("NAME").awaitOutput(app);
            kubectl.ok("delete", "configmap", app);
        }
        try (Background watch = kubectl.start("get", "deployment", "-w", "--output-watch-events")) {
            String web = deployment(1);
            watch.awaitOutput("ADDED").awaitOutput("MODIFIED").awaitOutput(web);
        }
    }

    @Test
    void describesWhatItHas() {
        String app = deployment(2);
        kubectl.ok("expose", "deployment", app, "--port=80", "--target-port=8080");
        assertThat(kubectl.ok("describe", "deployment", app))
                .containsPattern("Name: +" + app)
                .containsPattern("Replicas: +2 desired \\| 2 updated \\| 2 total \\| 2 available \\| 0 unavailable")
                .containsPattern("RollingUpdateStrategy: +25% max unavailable, 25% max surge")
                .containsPattern("NewReplicaSet: +" + app + "-[0-9a-z]+ \\(2/2 replicas created\\)")
                .containsPattern("Normal +ScalingReplicaSet .* Scaled up replica set");
        assertThat(kubectl.ok("describe", podsOf(app).get(0)))
                .containsPattern("Status: +Running")
                .containsPattern("Controlled By: +ReplicaSet/" + app)
                .containsPattern("Ready +True")
                .containsPattern("Normal +Scheduled .* Successfully assigned default/" + app);
        assertThat(kubectl.ok("describe", "service", app))
                .containsPattern("Selector: +app=" + app)
                .containsPattern("TargetPort: +8080/TCP")
                .containsPattern("Endpoints: +10\\.");
        assertThat(kubectl.ok("describe", "node", firstNode()))
                .containsPattern("Taints: +<none>")
                .containsPattern("Ready +True .*KubeletReady")
                .contains("Non-terminated Pods:", "Allocated resources:");
        assertThat(kubectl.ok("describe", "namespace", "default")).containsPattern("Status: +Active");
        assertThat(kubectl.ok("describe", "rs", "-l", "app=" + app)).containsPattern("Pods Status: +2 Running");
    }

    @Test
    void listsEvents() {
        String app = deployment(1);
        assertThat(kubectl.ok("events", "--for", "deployment/" + app))
                .matches("(?s)LAST SEEN +TYPE +REASON +OBJECT +MESSAGE *\n.*ScalingReplicaSet +Deployment/" + app
                        + " +Scaled up replica set .*");
        assertThat(kubectl.ok("get", "events", "--field-selector", "reason=Scheduled", "-o", "wide"))
                .contains("Successfully assigned default/" + app);
        assertThat(kubectl.ok("events", "-A", "--types=Normal")).contains("NAMESPACE", "ScalingReplicaSet");
    }

    // Writing.

    @Test
    void createsEveryKindThatKubectlMakes() {
        String name = name("made");
        assertThat(kubectl.ok("create", "namespace", name)).isEqualTo("namespace/" + name + " created\n");
        assertThat(kubectl.ok("create", "configmap", name, "-n", name, "--from-literal=a=b"))
                .isEqualTo("configmap/" + name + " created\n");
        assertThat(kubectl.ok("create", "secret", "generic", name, "-n", name, "--from-literal=k=v"))
                .isEqualTo("secret/" + name + " created\n");
        assertThat(kubectl.ok("create", "serviceaccount", name, "-n", name)).endsWith(" created\n");
        assertThat(kubectl.ok("create", "service", "clusterip", name, "-n", name, "--tcp=80:8080"))
                .isEqualTo("service/" + name + " created\n");
        assertThat(kubectl.ok("create", "quota", name, "-n", name, "--hard=pods=5"))
                .endsWith(" created\n");
        assertThat(kubectl.ok("create", "role", name, "-n", name, "--verb=get", "--resource=pods"))
                .isEqualTo("role.rbac.authorization.k8s.io/" + name + " created\n");
        assertThat(kubectl.ok("create", "job", name, "-n", name, "--image=example/job:1"))
                .isEqualTo("job.batch/" + name + " created\n");
        assertThat(refused("create", "namespace", name))
                .isEqualTo("Error from server (AlreadyExists): namespaces \"" + name + "\" already exists\n");
        assertThat(kubectl.ok("create", "configmap", "dry", "-n", name, "--dry-run=server", "-o", "name"))
                .isEqualTo("configmap/dry\n");
        assertThat(kubectl.ok("get", "configmaps", "-n", name)).doesNotContain("dry");
        assertThat(kubectl.ok("delete", "namespace", name, "--timeout=60s"))
                .isEqualTo("namespace \"" + name + "\" deleted\n");
        assertThat(refused("get", "namespace", name)).contains("not found");
    }

    @Test
    void appliesDiffsAndReplaces() throws IOException {
        String name = name("applied");
        Path file = file(Manifests.web(name, name, 1, "example/web:1"));
        assertThat(kubectl.ok("apply", "-f", file.toString())).isEqualTo("deployment.apps/" + name + " created\n");
        assertThat(kubectl.ok("diff", "-f", file.toString())).isEmpty();
        assertThat(kubectl.ok("apply", "-f", file.toString())).isEqualTo("deployment.apps/" + name + " unchanged\n");
        Files.writeString(file, Manifests.web(name, name, 3, "example/web:2"));
        Shell.Result diff = kubectl.run("", "diff", "-f", file.toString());
        assertThat(diff.exitCode()).isEqualTo(1);
        assertThat(diff.out())
                .contains("-  replicas: 1\n", "+  replicas: 3\n")
                .contains("-      - image: example/web:1\n", "+      - image: example/web:2\n");
        assertThat(kubectl.ok("apply", "-f", file.toString())).isEqualTo("deployment.apps/" + name + " configured\n");
        assertThat(kubectl.ok("get", "deployment", name, "-o", "jsonpath={.spec.replicas}"))
                .isEqualTo("3");
        assertThat(kubectl.ok("apply", "view-last-applied", "deployment/" + name))
                .contains("replicas: 3");
        Files.writeString(file, Manifests.web(name, name, 2, "example/web:2"));
        assertThat(kubectl.ok("replace", "-f", file.toString())).isEqualTo("deployment.apps/" + name + " replaced\n");
        assertThat(kubectl.ok("replace", "--force", "-f", file.toString()))
                .contains("deployment.apps \"" + name + "\" deleted", "deployment.apps/" + name + " replaced\n");
        assertThat(kubectl.ok("delete", "-f", file.toString())).startsWith("deployment.apps \"" + name + "\" deleted");
    }

    @Test
    void editsInAnEditor() throws IOException {
        String name = name("edited");
        kubectl.ok("create", "configmap", name, "--from-literal=colour=red");
        Path editor = folder.resolve(name("editor"));
        Files.writeString(editor, "#!/bin/sh\nsed -i 's/colour: red/colour: green/' \"$1\"\n");
        Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of("EDITOR", editor.toString());
        assertThat(kubectl.run(environment, "", "edit", "configmap", name).ok())
                .isEqualTo("configmap/" + name + " edited\n");
        assertThat(kubectl.ok("get", "configmap", name, "-o", "jsonpath={.data.colour}"))
                .isEqualTo("green");
        assertThat(kubectl.run(environment, "", "edit", "configmap", name).err())
                .isEqualTo("Edit cancelled, no changes made.\n");
    }

    @Test
    void patchesInThreeWays() {
        String name = deployment(1);
        assertThat(kubectl.ok("patch", "deployment", name, "-p", "{\"spec\":{\"replicas\":2}}"))
                .isEqualTo("deployment.apps/" + name + " patched\n");
        kubectl.ok(
                "patch",
                "deployment",
                name,
                "-p",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"env\":[{\"name\":\"A\",\"value\":\"1\"}]}]}}}}");
        kubectl.ok("patch", "deployment", name, "--type=merge", "-p", "{\"metadata\":{\"labels\":{\"m\":\"1\"}}}");
        kubectl.ok(
                "patch",
                "deployment",
                name,
                "--type=json",
                "-p",
                "[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]");
        assertThat(kubectl.ok(
                        "get",
                        "deployment",
                        name,
                        "-o",
                        "jsonpath={.spec.replicas} {.metadata.labels.m} {.spec.template.spec.containers[0].image}"
                                + " {.spec.template.spec.containers[0].env[0].name}"))
                .isEqualTo("3 1 example/web:1 A");
        assertThat(kubectl.ok("patch", "deployment", name, "-p", "{\"spec\":{\"replicas\":3}}"))
                .isEqualTo("deployment.apps/" + name + " patched (no change)\n");
        assertThat(kubectl.ok(
                        "patch",
                        "deployment",
                        name,
                        "--subresource=scale",
                        "--type=merge",
                        "-p",
                        "{\"spec\":{\"replicas\":1}}"))
                .contains("patched");
        assertThat(refused("patch", "deployment", name, "-p", "{\"spec\":{\"replicas\":-1}}"))
                .contains("spec.replicas: Invalid value: -1: must be greater than or equal to 0");
    }

    @Test
    void labelsAndAnnotates() {
        String name = name("labelled");
        kubectl.ok("create", "configmap", name);
        assertThat(kubectl.ok("label", "configmap", name, "a=1", "b=2")).isEqualTo("configmap/" + name + " labeled\n");
        assertThat(refused("label", "configmap", name, "a=2"))
                .contains("'a' already has a value (1), and --overwrite is false");
        kubectl.ok("label", "configmap", name, "a=2", "--overwrite");
        assertThat(kubectl.ok("label", "configmap", name, "b-")).isEqualTo("configmap/" + name + " unlabeled\n");
        assertThat(kubectl.ok("annotate", "configmap", name, "note=hello world"))
                .isEqualTo("configmap/" + name + " annotated\n");
        assertThat(kubectl.ok(
                        "get", "configmap", name, "-o", "jsonpath={.metadata.labels} {.metadata.annotations.note}"))
                .isEqualTo("{\"a\":\"2\"} hello world");
        assertThat(refused("label", "configmap", name, "bad=a b"))
                .contains("a valid label must be an empty string or consist of alphanumeric characters");
    }

    @Test
    void deletesByNameLabelAndFile() {
        String name = name("gone");
        for (String each : List.of("a", "b", "c")) {
            kubectl.ok("create", "configmap", name + each);
            kubectl.ok("label", "configmap", name + each, "set=" + name);
        }
        assertThat(kubectl.ok("delete", "configmap", name + "a")).startsWith("configmap \"" + name + "a\" deleted");
        assertThat(kubectl.ok("delete", "configmap", "-l", "set=" + name).lines())
                .hasSize(2);
        assertThat(refused("delete", "configmap", name + "a")).contains("configmaps \"" + name + "a\" not found");
        assertThat(kubectl.ok("delete", "configmap", name + "a", "--ignore-not-found"))
                .isEmpty();
        String app = deployment(2);
        kubectl.ok("delete", "deployment", app, "--cascade=foreground", "--timeout=60s");
        assertThat(podsOf(app)).isEmpty();
        String left = deployment(1);
        kubectl.ok("delete", "deployment", left, "--cascade=orphan");
        assertThat(podsOf(left)).hasSize(1);
        kubectl.ok("delete", "rs,pods", "-l", "app=" + left, "--now");
    }

    // Workloads.

    @Test
    void scalesAndTakesAutoscalers() {
        String app = deployment(1);
        assertThat(kubectl.ok("scale", "deployment", app, "--replicas=3"))
                .isEqualTo("deployment.apps/" + app + " scaled\n");
        kubectl.ok("wait", "--for=jsonpath={.status.readyReplicas}=3", "deployment/" + app, "--timeout=60s");
        assertThat(refused("scale", "deployment", app, "--current-replicas=2", "--replicas=1"))
                .contains("Expected replicas to be 2, was 3");
        assertThat(kubectl.ok("autoscale", "deployment", app, "--min=1", "--max=3"))
                .isEqualTo("horizontalpodautoscaler.autoscaling/" + app + " autoscaled\n");
        assertThat(refused("top", "pods")).isEqualTo("error: Metrics API not available\n");
        assertThat(refused("top", "nodes")).isEqualTo("error: Metrics API not available\n");
    }

    @Test
    void exposesADeployment() {
        String app = deployment(2);
        assertThat(kubectl.ok("expose", "deployment", app, "--port=80", "--target-port=8080", "--type=NodePort"))
                .isEqualTo("service/" + app + " exposed\n");
        assertThat(kubectl.ok("get", "service", app, "-o", "wide"))
                .matches("NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\\(S\\) +AGE +SELECTOR\n" + app
                        + " +NodePort +10\\.96\\.[0-9.]+ +<none> +80:3[0-9]{4}/TCP +[0-9a-z]+ +app=" + app + "\n");
        kubectl.ok(
                "wait",
                "--for=jsonpath={.endpoints[1].conditions.ready}=true",
                "endpointslice",
                "-l",
                "kubernetes.io/service-name=" + app,
                "--timeout=60s");
    }

    @Test
    void rollsOutPausesRestartsAndUndoes() {
        String app = deployment(2);
        String target = "deployment/" + app;
        assertThat(kubectl.ok("set", "image", target, "web=example/web:2", "--record=false"))
                .isEqualTo("deployment.apps/" + app + " image updated\n");
        assertThat(kubectl.ok("rollout", "status", target, "--timeout=60s"))
                .endsWith("deployment \"" + app + "\" successfully rolled out\n");
        kubectl.ok("annotate", target, "kubernetes.io/change-cause=second image");
        assertThat(kubectl.ok("rollout", "history", target))
                .matches("(?s)deployment.apps/" + app
                        + " *\nREVISION +CHANGE-CAUSE\n1 +<none>\n2 +(second image|<none>)\n\n");
        assertThat(kubectl.ok("rollout", "history", target, "--revision=1")).contains("example/web:1");
        assertThat(kubectl.ok("rollout", "pause", target)).isEqualTo("deployment.apps/" + app + " paused\n");
        assertThat(refused("rollout", "pause", target)).contains("is already paused");
        kubectl.ok("set", "image", target, "web=example/web:3");
        assertThat(refused("rollout", "undo", target)).contains("cannot rollback a paused deployment");
        assertThat(kubectl.ok("get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[*].spec.containers[*].image}"))
                .isEqualTo("example/web:2 example/web:2");
        assertThat(kubectl.ok("rollout", "resume", target)).isEqualTo("deployment.apps/" + app + " resumed\n");
        kubectl.ok("rollout", "status", target, "--timeout=60s");
        assertThat(kubectl.ok("rollout", "undo", target)).isEqualTo("deployment.apps/" + app + " rolled back\n");
        kubectl.ok("rollout", "status", target, "--timeout=60s");
        assertThat(kubectl.ok("get", target, "-o", "jsonpath={.spec.template.spec.containers[0].image}"))
                .isEqualTo("example/web:2");
        assertThat(kubectl.ok("rollout", "undo", target, "--to-revision=1")).contains("rolled back");
        kubectl.ok("rollout", "status", target, "--timeout=60s");
        List<String> before = podsOf(app);
        assertThat(kubectl.ok("rollout", "restart", target)).isEqualTo("deployment.apps/" + app + " restarted\n");
        kubectl.ok("rollout", "status", target, "--timeout=60s");
        kubectl.ok("wait", "--for=delete", before.get(0), "--timeout=60s");
        assertThat(podsOf(app)).doesNotContainAnyElementsOf(before);
    }

    @Test
    void runsWaitsAndReadsLogs() {
        String pod = name("run");
        assertThat(kubectl.ok(
                        "run",
                        pod,
                        "--image=example/job:1",
                        "--restart=Never",
                        "--labels=a=b",
                        "--command",
                        "--",
                        "sh",
                        "-c",
                        "echo one; echo two; sleep 1"))
                .isEqualTo("pod/" + pod + " created\n");
        assertThat(kubectl.ok("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=60s"))
                .isEqualTo("pod/" + pod + " condition met\n");
        assertThat(kubectl.ok("logs", pod)).isEqualTo("one\ntwo\n");
        assertThat(kubectl.ok("logs", pod, "--tail=1")).isEqualTo("two\n");
        kubectl.ok("wait", "--for=jsonpath={.status.phase}=Succeeded", "pod/" + pod, "--timeout=60s");
        assertThat(kubectl.ok("get", "pod", pod)).contains("0/1", "Completed");
        assertThat(refused("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=1s"))
                .isEqualTo("error: timed out waiting for the condition on pods/" + pod + "\n");
        assertThat(refused("logs", pod, "-c", "other")).contains("container other is not valid for pod " + pod);
    }

    @Test
    void saysClearlyWhatSimulatedContainersCannotDo() {
        String pod = podsOf(deployment(1)).get(0);
        assertThat(kubectl.ok("exec", pod, "--", "echo", "hello")).isEqualTo("hello\n");
        assertThat(refused("exec", pod, "--", "ls", "/"))
                .contains("no processes run in a simulated container: it cannot run \"ls /\"");
        try (Background forward = kubectl.start("port-forward", pod, ":80")) {
            int port = PortForward.localPort(forward);
            assertThat(PortForward.get(port)).isEmpty();
            forward.awaitOutput("nothing listens in a simulated container");
        }
    }

    // Nodes.

    private static String firstNode() {
        return kubectl.ok("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
    }

    @Test
    void cordonsDrainsAndTaintsNodes() {
        String node = kubectl.ok("get", "nodes", "-o", "jsonpath={.items[1].metadata.name}");
        String app = deployment(4);
        try {
            assertThat(kubectl.ok("cordon", node)).isEqualTo("node/" + node + " cordoned\n");
            assertThat(kubectl.ok("cordon", node)).isEqualTo("node/" + node + " already cordoned\n");
            assertThat(kubectl.ok("get", "node", node)).contains("Ready,SchedulingDisabled");
            assertThat(kubectl.ok("drain", node, "--force", "--delete-emptydir-data", "--timeout=60s"))
                    .contains("evicting pod default/" + app)
                    .endsWith("node/" + node + " drained\n");
            assertThat(kubectl.ok("get", "pods", "-A", "--field-selector", "spec.nodeName=" + node, "-o", "name"))
                    .isEmpty();
            kubectl.ok("rollout", "status", "deployment/" + app, "--timeout=60s");
        } finally {
            assertThat(kubectl.ok("uncordon", node)).isEqualTo("node/" + node + " uncordoned\n");
        }
        assertThat(kubectl.ok("taint", "node", node, "k=v:NoSchedule")).isEqualTo("node/" + node + " tainted\n");
        assertThat(kubectl.ok("describe", "node", node)).containsPattern("Taints: +k=v:NoSchedule");
        assertThat(kubectl.ok("taint", "node", node, "k:NoSchedule-")).isEqualTo("node/" + node + " untainted\n");
    }

    // Kinds of the cluster's own.

    @Test
    void deletesADefinitionWithItsObjects() {
        String plural = name("gadgets").replace("-", "");
        String definition = """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %1$s.kinds.example.com}
                spec:
                  group: kinds.example.com
                  scope: Namespaced
                  names: {plural: %1$s, kind: %1$s}
                  versions:
                  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
                """.formatted(plural);
        kubectl.okWith(definition, "apply", "-f", "-");
        kubectl.ok("wait", "--for=condition=Established", "crd/" + plural + ".kinds.example.com", "--timeout=30s");
        String object = "apiVersion: kinds.example.com/v1\nkind: " + plural + "\nmetadata: {name: one}\n";
        assertThat(kubectl.okWith(object, "create", "-f", "-")).contains("/one created");
        assertThat(kubectl.ok("delete", "crd", plural + ".kinds.example.com", "--timeout=60s"))
                .contains("deleted");
        // kubectl asks its own cache what kinds there are.
        assertThat(kubectl.run("", "get", plural).err()).contains("the server could not find the requested resource");
    }

    // Old manifests.

    @Test
    void takesManifestsOfTheOldDays() {
        String name = name("old");
        String deployment = """
                apiVersion: extensions/v1beta1
                kind: Deployment
                metadata:
                  name: %1$s
                spec:
                  replicas: 2
                  template:
                    metadata:
                      labels: {app: %1$s}
                    spec:
                      containers: [{name: web, image: "example/web:1"}]
                """.formatted(name);
        Shell.Result applied = kubectl.run(deployment, "apply", "-f", "-");
        assertThat(applied.ok()).contains("/" + name + " created\n");
        assertThat(applied.err())
                .contains("Warning: extensions/v1beta1 Deployment is deprecated in v1.9+, unavailable in v1.16+; use"
                        + " apps/v1 Deployment");
        assertThat(kubectl.run(deployment, "apply", "-f", "-").ok()).contains("/" + name + " ");
        kubectl.ok("rollout", "status", "deployment/" + name, "--timeout=60s");
        assertThat(kubectl.ok(
                        "get", "deployment", name, "-o", "jsonpath={.apiVersion} {.spec.selector.matchLabels.app}"))
                .isEqualTo("apps/v1 " + name);
        Shell.Result created = kubectl.run(deployment.replace(name, name + "b"), "create", "-f", "-");
        assertThat(created.ok()).contains("/" + name + "b created\n");
        assertThat(created.err()).contains("Warning:");

        String controller = Manifests.replicationController(name, 2);
        assertThat(kubectl.okWith(controller, "create", "-f", "-"))
                .isEqualTo("replicationcontroller/" + name + " created\n");
        kubectl.ok("wait", "--for=jsonpath={.status.readyReplicas}=2", "rc/" + name, "--timeout=60s");
        assertThat(kubectl.ok("get", "rc", name))
                .matches("NAME +DESIRED +CURRENT +READY +AGE\n" + name + " +2 +2 +2 +[0-9a-z]+\n");
        kubectl.ok("expose", "rc", name, "--port=80", "--name=" + name + "-rc");
    }
}
