package io.shiplog.reconcilers.nodelifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.Write;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class NodeLifecycleReconcilerTest {
    private final World world = new World(1, new NodeLifecycleReconciler(), ReplicaReconciler.ofReplicaSets());
    private final Kubelets nodes = new Kubelets(world, "n1");

    @BeforeEach
    void createNodes() {
        for (String name : List.of("n1", "n2")) {
            world.create(Nodes.RESOURCE, Manifests.parse("""
                    {"kind":"Node","apiVersion":"v1","metadata":{"name":"%s"},"spec":{},
                     "status":{"conditions":[{"type":"Ready","status":"True"}]}}""".formatted(name)));
        }
        world.settle();
    }

    private void ready(String node, String status) {
        world.edit(
                Nodes.RESOURCE,
                node,
                json -> Draft.object(json, "status")
                        .putArray("conditions")
                        .add(Json.object().put("type", "Ready").put("status", status)));
        world.settle();
    }

    private List<String> taints(String node) {
        return Json.mapper()
                .convertValue(world.json(Nodes.RESOURCE, node).path("spec").path("taints"), List.class)
                .stream()
                .map(taint ->
                        ((java.util.Map<?, ?>) taint).get("key") + ":" + ((java.util.Map<?, ?>) taint).get("effect"))
                .map(String.class::cast)
                .toList();
    }

    private ObjectNode tolerant(String name, long seconds) {
        ObjectNode pod = Manifests.pod(name, "web");
        var tolerations = Draft.object(pod, "spec").putArray("tolerations");
        for (String key : List.of(NodeTaints.NOT_READY, NodeTaints.UNREACHABLE)) {
            tolerations
                    .addObject()
                    .put("key", key)
                    .put("operator", "Exists")
                    .put("effect", "NoExecute")
                    .put("tolerationSeconds", seconds);
        }
        return pod;
    }

    @Test
    void taintsANodeThatIsSilentAndClearsItWhenItIsBack() {
        ready("n1", "Unknown");
        assertThat(taints("n1"))
                .containsExactly(
                        "node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute");
        assertThat(world.list(Events.RESOURCE)).hasSize(1);
        ready("n1", "False");
        assertThat(taints("n1"))
                .containsExactly("node.kubernetes.io/not-ready:NoSchedule", "node.kubernetes.io/not-ready:NoExecute");
        ready("n1", "True");
        assertThat(world.json(Nodes.RESOURCE, "n1").path("spec").has("taints")).isFalse();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void taintsACordonedNodeAndKeepsTheTaintsOfOthers() {
        world.edit(Nodes.RESOURCE, "n1", json -> {
            Draft.object(json, "spec").put("unschedulable", true);
            Draft.object(json, "spec")
                    .putArray("taints")
                    .addObject()
                    .put("key", "gpu")
                    .put("effect", "NoSchedule");
        });
        world.settle();
        assertThat(taints("n1")).containsExactly("gpu:NoSchedule", "node.kubernetes.io/unschedulable:NoSchedule");
        world.edit(Nodes.RESOURCE, "n1", json -> Draft.object(json, "spec").remove("unschedulable"));
        world.settle();
        assertThat(taints("n1")).containsExactly("gpu:NoSchedule");
    }

    @Test
    void evictsAPodWhenItsTolerationIsOver() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        ready("n1", "Unknown");
        assertThat(PodFacts.of(world.get(Pods.RESOURCE, "default/p")).isReady()).isFalse();
        assertThat(world.nextRevisit()).isEqualTo(world.now().plusSeconds(300));
        world.advance(Duration.ofSeconds(299));
        world.settle();
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isFalse();
        world.advance(Duration.ofSeconds(1));
        world.settle();
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isTrue();
        ObjectNode target =
                StatusConditions.find(world.json(Pods.RESOURCE, "default/p").path("status"), "DisruptionTarget");
        assertThat(target).isNotNull();
        assertThat(target.path("reason").asString()).isEqualTo("DeletionByTaintManager");
    }

    @Test
    void aReplicaSetReplacesAPodThatWasEvictedFromASilentNode() {
        world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 1));
        nodes.converge();
        ready("n1", "Unknown");
        world.advance(Duration.ofSeconds(300));
        world.settle();
        assertThat(world.list(Pods.RESOURCE)).hasSize(2);
        assertThat(world.list(Pods.RESOURCE).stream().filter(pod -> pod.facts().deleting()))
                .hasSize(1);
    }

    @Test
    void aPodThatComesBackInTimeStays() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        ready("n1", "Unknown");
        world.advance(Duration.ofSeconds(100));
        ready("n1", "True");
        world.advance(Duration.ofSeconds(1000));
        world.settle();
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isFalse();
    }

    @Test
    void evictsNobodyWhileNoNodeIsReady() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        ready("n1", "Unknown");
        ready("n2", "Unknown");
        assertThat(taints("n1")).containsExactly("node.kubernetes.io/unreachable:NoSchedule");
        world.advance(Duration.ofSeconds(1000));
        world.settle();
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isFalse();
        ready("n2", "True");
        assertThat(taints("n1")).contains("node.kubernetes.io/unreachable:NoExecute");
        assertThat(world.nextRevisit()).isEqualTo(world.now().plusSeconds(300));
    }

    @Test
    void aTaintOfAUserEvictsWhatDoesNotTolerateIt() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        world.edit(
                Nodes.RESOURCE,
                "n1",
                json -> Draft.object(json, "spec")
                        .putArray("taints")
                        .addObject()
                        .put("key", "maintenance")
                        .put("value", "now")
                        .put("effect", "NoExecute"));
        world.settle();
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isTrue();
    }

    @Test
    void theFirstTolerationThatFitsDecidesHowLongAPodStays() {
        ObjectNode pod = tolerant("p", 300);
        Draft.list(Draft.object(pod, "spec"), "tolerations").insertObject(0).put("operator", "Exists");
        world.create(Pods.RESOURCE, pod);
        nodes.converge();
        ready("n1", "Unknown");
        world.advance(Duration.ofHours(1));
        world.settle();
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isFalse();
    }

    @Test
    void aPodThatToleratesNothingLeavesAtOnceWhateverTheTaintsTime() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        taint("n1", "maintenance", "2030-01-01T00:00:00Z");
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isTrue();
    }

    private void taint(String node, String key, String added) {
        world.edit(
                Nodes.RESOURCE,
                node,
                json -> Draft.list(Draft.object(json, "spec"), "taints")
                        .addObject()
                        .put("key", key)
                        .put("effect", "NoExecute")
                        .put("timeAdded", added));
        world.settle();
    }

    @Test
    void aSilentNodesPodsAreNotReadyEvenWhileTheyTerminate() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        world.delete(Pods.RESOURCE, "default/p");
        ready("n1", "Unknown");
        assertThat(PodFacts.of(world.get(Pods.RESOURCE, "default/p")).isReady()).isFalse();
        assertThat(world.list(Events.RESOURCE).stream()
                        .map(event -> Json.parse(event.json()))
                        .filter(event -> event.path("involvedObject")
                                .path("kind")
                                .asString()
                                .equals("Pod"))
                        .map(event -> event.path("reason").asString() + " "
                                + event.path("message").asString()))
                .containsExactly("NodeNotReady Node is not ready");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void aNodeOutOfServiceIsNotWaitedFor() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        world.delete(Pods.RESOURCE, "default/p");
        ready("n1", "Unknown");
        assertThat(world.list(Pods.RESOURCE)).hasSize(1);
        taint("n1", "node.kubernetes.io/out-of-service", "2026-01-01T00:00:00Z");
        assertThat(world.list(Pods.RESOURCE)).isEmpty();
    }

    @Test
    void aPodOfAMissingNodeThatFinalizersHoldHasFailed() {
        ObjectNode pod = tolerant("p", 300);
        Draft.object(pod, "metadata").putArray("finalizers").add("example.com/tracked");
        world.create(Pods.RESOURCE, pod);
        nodes.converge();
        world.propose(List.of(Write.delete(world.get(Nodes.RESOURCE, "n1"))));
        world.settle();
        world.advance(PodFate.QUARANTINE);
        world.settle();
        ObjectNode json = world.json(Pods.RESOURCE, "default/p");
        assertThat(json.path("status").path("phase").asString()).isEqualTo("Failed");
        assertThat(json.path("metadata").has("deletionTimestamp")).isTrue();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void nodesThatFailOneByOneEvictOneAfterTheOther() {
        moreNodes(3, 6);
        ready("n3", "Unknown");
        ready("n4", "Unknown");
        assertThat(taints("n3")).contains("node.kubernetes.io/unreachable:NoExecute");
        assertThat(taints("n4")).containsExactly("node.kubernetes.io/unreachable:NoSchedule");
        assertThat(world.nextRevisit()).isEqualTo(world.now().plus(ZoneHealth.PAUSE));
        world.advance(ZoneHealth.PAUSE);
        world.settle();
        assertThat(taints("n4")).contains("node.kubernetes.io/unreachable:NoExecute");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void evictsNobodyMoreWhileMostOfASmallZoneFails() {
        moreNodes(3, 5);
        ready("n3", "Unknown");
        ready("n4", "Unknown");
        ready("n5", "Unknown");
        world.advance(Duration.ofHours(1));
        world.settle();
        assertThat(taints("n3")).contains("node.kubernetes.io/unreachable:NoExecute");
        assertThat(taints("n5")).containsExactly("node.kubernetes.io/unreachable:NoSchedule");
        ready("n3", "True");
        world.advance(ZoneHealth.PAUSE);
        world.settle();
        assertThat(taints("n5")).contains("node.kubernetes.io/unreachable:NoExecute");
    }

    @Test
    void evictsAgainWhenFailedNodesOfASmallZoneAreTakenAway() {
        moreNodes(3, 5);
        ready("n3", "Unknown");
        ready("n4", "Unknown");
        ready("n5", "Unknown");
        assertThat(taints("n5")).containsExactly("node.kubernetes.io/unreachable:NoSchedule");
        world.advance(ZoneHealth.PAUSE);
        world.propose(List.of(Write.delete(world.get(Nodes.RESOURCE, "n3"))));
        world.settle();
        world.advance(ZoneHealth.PAUSE);
        world.settle();
        assertThat(taints("n5")).contains("node.kubernetes.io/unreachable:NoExecute");
    }

    @Test
    void evictsAgainWhenAFailedNodeMovesToAnotherZone() {
        moreNodes(3, 5);
        ready("n3", "Unknown");
        ready("n4", "Unknown");
        ready("n5", "Unknown");
        world.edit(
                Nodes.RESOURCE,
                "n3",
                json -> Draft.object(Draft.object(json, "metadata"), "labels")
                        .put("topology.kubernetes.io/zone", "elsewhere"));
        world.settle();
        world.advance(ZoneHealth.PAUSE);
        world.settle();
        assertThat(taints("n5")).contains("node.kubernetes.io/unreachable:NoExecute");
    }

    @Test
    void aLargeZoneThatFailsEvictsMoreSlowly() {
        var since = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(new ZoneHealth(30, 30, since).next()).isEqualTo(since.plus(ZoneHealth.PAUSE));
        assertThat(new ZoneHealth(20, 40, since).next()).isEqualTo(since.plus(ZoneHealth.LONG_PAUSE));
        assertThat(new ZoneHealth(10, 40, since).next()).isNull();
        assertThat(new ZoneHealth(1, 2, null).next()).isEqualTo(Instant.EPOCH);
    }

    private void moreNodes(int from, int to) {
        for (int i = from; i <= to; i++) {
            world.create(Nodes.RESOURCE, Manifests.parse("""
                    {"kind":"Node","apiVersion":"v1","metadata":{"name":"n%d"},"spec":{},
                     "status":{"conditions":[{"type":"Ready","status":"True"}]}}""".formatted(i)));
        }
        world.settle();
    }

    @Test
    void deletesPodsOutrightWhenTheirNodeHasBeenGoneForAWhile() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        world.propose(List.of(Write.delete(world.get(Nodes.RESOURCE, "n1"))));
        world.settle();
        assertThat(world.list(Pods.RESOURCE)).hasSize(1);
        world.advance(PodFate.QUARANTINE);
        world.settle();
        assertThat(world.list(Pods.RESOURCE)).isEmpty();
    }

    @Test
    void forgetsThatANodeWasGoneWhenItIsSeenAgain() {
        world.create(Pods.RESOURCE, tolerant("p", 300));
        nodes.converge();
        world.propose(List.of(Write.delete(world.get(Nodes.RESOURCE, "n1"))));
        world.settle();
        createNode();
        assertThat(StatusConditions.find(world.json(Pods.RESOURCE, "default/p").path("status"), "DisruptionTarget"))
                .isNull();
        world.advance(PodFate.QUARANTINE);
        world.settle();
        assertThat(world.list(Pods.RESOURCE)).hasSize(1);
    }

    private void createNode() {
        world.create(Nodes.RESOURCE, Manifests.parse("""
                {"kind":"Node","apiVersion":"v1","metadata":{"name":"n1"},"spec":{},
                 "status":{"conditions":[{"type":"Ready","status":"True"}]}}"""));
        world.settle();
    }
}
