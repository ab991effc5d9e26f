package io.shiplog.reconcilers.daemonset;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.DaemonSets;
import io.shiplog.resources.kinds.workload.StatefulSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DaemonSetReconcilerTest {
    private static final String KEY = "default/agent";

    private final DaemonSetReconciler reconciler = new DaemonSetReconciler();
    private final World world = new World(1, reconciler);
    private final Kubelets nodes = new Kubelets(world, "a");

    private void given(int count, Consumer<ObjectNode> edit) {
        IntStream.range(0, count).forEach(i -> node(Manifests.node(Character.toString('a' + i))));
        ObjectNode daemonSet = Manifests.daemonSet("agent", "web:1");
        edit.accept((ObjectNode) daemonSet.path("spec"));
        world.create(DaemonSets.RESOURCE, daemonSet);
        nodes.converge();
    }

    /** A node that has been called ready: admission taints a new one. */
    private void node(ObjectNode node) {
        world.create(Nodes.RESOURCE, node);
        world.edit(
                Nodes.RESOURCE,
                node.at("/metadata/name").asString(),
                json -> Draft.object(json, "spec").remove("taints"));
    }

    private void given(int count) {
        given(count, spec -> {});
    }

    private void edit(Consumer<ObjectNode> edit) {
        world.edit(DaemonSets.RESOURCE, KEY, json -> {
            edit.accept((ObjectNode) json.path("spec"));
            // As the API server counts templates.
            long generation = json.at("/metadata/generation").asLong() + 1;
            Draft.object(json.withObject("metadata"), "annotations")
                    .put("deprecated.daemonset.template.generation", Long.toString(generation));
        });
    }

    private static void image(ObjectNode spec, String image) {
        ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", image);
    }

    private static void taint(World world, String node, String effect) {
        world.edit(
                Nodes.RESOURCE,
                node,
                json -> Draft.object(json, "spec")
                        .putArray("taints")
                        .addObject()
                        .put("key", "k")
                        .put("effect", effect));
    }

    private List<StoredObject> pods() {
        return world.list(Pods.RESOURCE);
    }

    private StoredObject podOn(String node) {
        return pods().stream()
                .filter(pod -> DaemonPod.node(pod).equals(node) && !pod.facts().deleting())
                .findFirst()
                .orElseThrow();
    }

    private List<String> places() {
        return pods().stream()
                .filter(pod -> !pod.facts().deleting())
                .map(DaemonPod::node)
                .sorted()
                .toList();
    }

    private JsonNode status() {
        return world.json(DaemonSets.RESOURCE, KEY).path("status");
    }

    private List<String> told(String reason) {
        return world.list(Events.RESOURCE).stream()
                .map(event -> Json.parse(event.json()))
                .filter(event -> event.path("reason").asString().equals(reason))
                .map(event -> event.path("type").asString() + " "
                        + event.path("message").asString())
                .toList();
    }

    @Test
    void runsOnePodOnEachNode() {
        given(3);
        assertThat(places()).containsExactly("a", "b", "c");
        assertThat(status().toString())
                .isEqualTo(
                        "{\"currentNumberScheduled\":3,\"numberMisscheduled\":0,\"desiredNumberScheduled\":3,"
                                + "\"numberReady\":3,\"observedGeneration\":1,\"updatedNumberScheduled\":3,\"numberAvailable\":3}");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void namesTheNodeInPlaceOfWhatTheTemplateRequiresAndToleratesANodesTroubles() {
        given(1, spec -> {
            ObjectNode podSpec = (ObjectNode) spec.at("/template/spec");
            podSpec.put("hostNetwork", true);
            podSpec.set("affinity", Manifests.parse("""
                    {"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[
                      {"matchExpressions":[{"key":"kubernetes.io/hostname","operator":"Exists"}]}]}}}"""));
            podSpec.putArray("tolerations").addObject().put("key", "own").put("operator", "Exists");
        });
        JsonNode pod = Json.parse(pods().getFirst().json());
        assertThat(pod.at("/spec/affinity").toString())
                .isEqualTo("{\"nodeAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":"
                        + "{\"nodeSelectorTerms\":[{\"matchFields\":[{\"key\":\"metadata.name\",\"operator\":\"In\","
                        + "\"values\":[\"a\"]}]}]}}}");
        assertThat(pod.at("/spec/tolerations")
                        .valueStream()
                        .map(toleration -> toleration.path("key").asString().replace("node.kubernetes.io/", "") + ":"
                                + toleration.path("effect").asString("")))
                .containsExactly(
                        "own:",
                        "not-ready:NoExecute",
                        "unreachable:NoExecute",
                        "disk-pressure:NoSchedule",
                        "memory-pressure:NoSchedule",
                        "pid-pressure:NoSchedule",
                        "unschedulable:NoSchedule",
                        "network-unavailable:NoSchedule");
        StoredObject revision = world.list(StatefulSets.REVISION_RESOURCE).getFirst();
        String hash = revision.facts().labels().get("controller-revision-hash");
        assertThat(revision.key().name()).isEqualTo("agent-" + hash);
        assertThat(pod.at("/metadata/labels/controller-revision-hash").asString())
                .isEqualTo(hash);
        assertThat(pod.at("/metadata/labels/pod-template-generation").asString())
                .isEqualTo("1");
    }

    @Test
    void followsNodesThatComeAndLabelsThatChange() {
        given(
                2,
                spec -> ((ObjectNode) spec.at("/template/spec"))
                        .putObject("nodeSelector")
                        .put("role", "edge"));
        assertThat(places()).isEmpty();
        assertThat(status().path("desiredNumberScheduled").asInt()).isZero();
        world.edit(
                Nodes.RESOURCE,
                "b",
                json -> Draft.object(Draft.object(json, "metadata"), "labels").put("role", "edge"));
        ObjectNode third = Manifests.node("c");
        Draft.object(third.withObject("metadata"), "labels").put("role", "edge");
        node(third);
        nodes.converge();
        assertThat(places()).containsExactly("b", "c");
        world.edit(
                Nodes.RESOURCE,
                "b",
                json -> Draft.object(Draft.object(json, "metadata"), "labels").remove("role"));
        nodes.converge();
        assertThat(places()).containsExactly("c");
    }

    @Test
    void aTaintThatForbidsSchedulingLeavesThePodAndOneThatExecutesRemovesIt() {
        given(2);
        taint(world, "a", "NoSchedule");
        nodes.converge();
        assertThat(places()).containsExactly("a", "b");
        // Nobody has anything to do there, so nobody counts again.
        assertThat(status().path("numberMisscheduled").asInt()).isZero();
        taint(world, "a", "NoExecute");
        nodes.converge();
        assertThat(places()).containsExactly("b");
        assertThat(status().path("desiredNumberScheduled").asInt()).isEqualTo(1);
    }

    @Test
    void aRollingUpdateOfAPodThatMayOnlyStayDeletesItAndMakesNone() {
        given(1);
        taint(world, "a", "NoSchedule");
        edit(spec -> image(spec, "web:2"));
        nodes.converge();
        assertThat(places()).isEmpty();
    }

    @Test
    void aNodesHeartbeatWakesNobody() {
        given(1);
        StoredObject before = world.get(Nodes.RESOURCE, "a");
        world.edit(Nodes.RESOURCE, "a", json -> Draft.object(json, "status").put("seen", 1));
        var change = new Change(before, world.get(Nodes.RESOURCE, "a"), 9);
        assertThat(reconciler.watches().keys(change, world.view())).isEmpty();
    }

    @Test
    void replacesAsManyAtOnceAsMayBeUnavailable() {
        given(4, spec -> ((ObjectNode) spec.at("/updateStrategy/rollingUpdate")).put("maxUnavailable", "50%"));
        edit(spec -> image(spec, "web:2"));
        world.settle();
        assertThat(pods().stream().filter(pod -> pod.facts().deleting())).hasSize(2);
        assertThat(status().path("updatedNumberScheduled").asInt(0)).isZero();
        nodes.converge();
        assertThat(pods())
                .hasSize(4)
                .allSatisfy(pod -> assertThat(Json.parse(pod.json())
                                .at("/spec/containers/0/image")
                                .asString())
                        .isEqualTo("web:2"));
        assertThat(status().path("updatedNumberScheduled").asInt()).isEqualTo(4);
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void roundsASharePodsThatMayBeUnavailableUp() {
        given(3, spec -> ((ObjectNode) spec.at("/updateStrategy/rollingUpdate")).put("maxUnavailable", "50%"));
        edit(spec -> image(spec, "web:2"));
        world.settle();
        assertThat(pods().stream().filter(pod -> pod.facts().deleting())).hasSize(2);
    }

    @Test
    void aPodThatIsNotAvailableIsReplacedWhateverMayBeUnavailable() {
        given(3);
        nodes.ready(podOn("c").key().toString(), false);
        nodes.ready(podOn("b").key().toString(), false);
        edit(spec -> image(spec, "web:2"));
        world.settle();
        assertThat(places()).containsExactly("a");
    }

    @Test
    void surgesANewPodBesideTheOldOneUntilItIsAvailable() {
        given(
                2,
                spec -> ((ObjectNode) spec.at("/updateStrategy/rollingUpdate"))
                        .put("maxUnavailable", 0)
                        .put("maxSurge", 1));
        edit(spec -> image(spec, "web:2"));
        world.settle();
        assertThat(places()).containsExactly("a", "a", "b");
        assertThat(pods()).noneMatch(pod -> pod.facts().deleting());
        nodes.converge();
        assertThat(places()).containsExactly("a", "b");
        assertThat(pods())
                .allSatisfy(pod -> assertThat(Json.parse(pod.json())
                                .at("/spec/containers/0/image")
                                .asString())
                        .isEqualTo("web:2"));
    }

    @Test
    void onDeleteWaitsForSomebodyToDelete() {
        given(2, spec -> spec.putObject("updateStrategy").put("type", "OnDelete"));
        edit(spec -> image(spec, "web:2"));
        nodes.converge();
        assertThat(status().path("updatedNumberScheduled").asInt(0)).isZero();
        world.delete(Pods.RESOURCE, podOn("a").key().toString());
        nodes.converge();
        assertThat(status().path("updatedNumberScheduled").asInt()).isEqualTo(1);
    }

    @Test
    void keepsAFewRevisionsAndGivesWhatIsBroughtBackTheNewestNumber() {
        given(1, spec -> spec.put("revisionHistoryLimit", 1));
        for (String image : List.of("web:2", "web:3", "web:2")) {
            edit(spec -> image(spec, image));
            nodes.converge();
        }
        assertThat(world.list(StatefulSets.REVISION_RESOURCE).stream()
                        .map(revision -> Json.parse(revision.json()))
                        .map(revision -> revision.path("revision").asInt() + " "
                                + revision.at("/data/spec/template/spec/containers/0/image")
                                        .asString()
                                + " "
                                + revision.at("/data/spec/template/$patch").asString()))
                .containsExactlyInAnyOrder("3 web:3 replace", "4 web:2 replace");
    }

    @Test
    void aRevisionsMembersAreInTheOrderThatClientsCompareThemIn() {
        given(1);
        assertThat(Json.parse(world.list(StatefulSets.REVISION_RESOURCE)
                                .getFirst()
                                .json())
                        .path("data")
                        .toString())
                .startsWith("{\"spec\":{\"template\":{\"$patch\":\"replace\",\"metadata\":{\"labels\":"
                        + "{\"app\":\"agent\"}},\"spec\":{\"containers\":[{\"image\":\"web:1\",\"imagePullPolicy\":");
    }

    @Test
    void countsANameThatIsTakenAndTakesAnother() {
        node(Manifests.node("a"));
        ObjectNode daemonSet = Manifests.daemonSet("agent", "web:1");
        StoredObject stored = world.create(DaemonSets.RESOURCE, daemonSet);
        String hash = io.shiplog.reconcilers.objects.TemplateText.hash(
                DaemonSpec.of(stored).template(), 0);
        world.create(StatefulSets.REVISION_RESOURCE, Manifests.parse("""
                {"kind":"ControllerRevision","apiVersion":"apps/v1",
                 "metadata":{"name":"agent-%s","namespace":"default"},"data":{},"revision":7}""".formatted(hash)));
        nodes.converge();
        assertThat(status().path("collisionCount").asInt()).isEqualTo(1);
        assertThat(world.list(StatefulSets.REVISION_RESOURCE)).hasSize(2);
        assertThat(status().path("updatedNumberScheduled").asInt()).isEqualTo(1);
    }

    @Test
    void replacesAFailedPodAtOnceAndThenEverMoreSeldom() {
        given(1);
        String first = podOn("a").key().name();
        nodes.fail("default/" + first);
        world.settle();
        assertThat(told("FailedDaemonPod"))
                .containsExactly(
                        "Warning Found failed daemon pod default/" + first + " on node a, will try to kill it");
        for (int seconds : List.of(1, 2, 4)) {
            String failing = podOn("a").key().name();
            nodes.step();
            nodes.fail("default/" + failing);
            world.settle();
            assertThat(pods()).extracting(pod -> pod.key().name()).containsExactly(failing);
            world.advance(Duration.ofSeconds(seconds));
            world.settle();
            assertThat(pods()).extracting(pod -> pod.key().name()).doesNotContain(failing);
        }
        nodes.converge();
        assertThat(pods()).hasSize(1).allMatch(pod -> PodFacts.of(pod).isReady());
    }

    @Test
    void countsAPodAsAvailableAfterItsMinimum() {
        given(1, spec -> spec.put("minReadySeconds", 30));
        assertThat(status().path("numberReady").asInt()).isEqualTo(1);
        assertThat(status().path("numberUnavailable").asInt()).isEqualTo(1);
        world.advance(Duration.ofSeconds(30));
        world.settle();
        assertThat(status().path("numberAvailable").asInt()).isEqualTo(1);
        assertThat(status().has("numberUnavailable")).isFalse();
    }

    @Test
    void tellsOfThePodsItMakesAndDeletes() {
        given(1);
        String name = podOn("a").key().name();
        taint(world, "a", "NoExecute");
        nodes.converge();
        assertThat(told("SuccessfulCreate")).containsExactly("Normal Created pod: " + name);
        assertThat(told("SuccessfulDelete")).containsExactly("Normal Deleted pod: " + name);
    }
}
