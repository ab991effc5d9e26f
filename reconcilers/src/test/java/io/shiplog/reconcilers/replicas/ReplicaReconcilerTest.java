package io.shiplog.reconcilers.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReplicaReconcilerTest {
    private final World world =
            new World(1, ReplicaReconciler.ofReplicaSets(), ReplicaReconciler.ofReplicationControllers());
    private final Kubelets nodes = new Kubelets(world, "n1", "n2");

    private List<StoredObject> pods() {
        return world.list(Pods.RESOURCE);
    }

    private ObjectNode status() {
        return (ObjectNode) world.json(ReplicaSets.RESOURCE, "default/web").path("status");
    }

    private void replicaSet(int replicas) {
        world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", replicas));
        nodes.converge();
    }

    private void scale(int replicas) {
        world.edit(
                ReplicaSets.RESOURCE,
                "default/web",
                json -> Draft.object(json, "spec").put("replicas", replicas));
    }

    @Test
    void makesTheMissingPodsFromTheTemplate() {
        replicaSet(3);
        assertThat(pods()).hasSize(3);
        ObjectNode pod = Json.parse(pods().getFirst().json());
        assertThat(pod.path("metadata").path("name").asString()).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}");
        assertThat(pod.path("metadata").path("generateName").asString()).isEqualTo("web-");
        assertThat(pod.path("metadata").path("labels").path("app").asString()).isEqualTo("web");
        assertThat(pod.path("metadata")
                        .path("ownerReferences")
                        .get(0)
                        .path("uid")
                        .asString())
                .isEqualTo(world.get(ReplicaSets.RESOURCE, "default/web").uid());
        assertThat(pod.path("spec").path("containers").get(0).path("image").asString())
                .isEqualTo("web:1");
        assertThat(status().toString())
                .isEqualTo("{\"replicas\":3,\"fullyLabeledReplicas\":3,\"observedGeneration\":1,\"readyReplicas\":3,"
                        + "\"availableReplicas\":3}");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void tellsOfThePodsItMakesAndDeletes() {
        replicaSet(2);
        scale(1);
        nodes.converge();
        assertThat(world.list(Events.RESOURCE).stream()
                        .map(event -> Json.parse(event.json()).path("reason").asString()))
                .containsExactlyInAnyOrder("SuccessfulCreate", "SuccessfulCreate", "SuccessfulDelete");
    }

    @Test
    void makesManyPodsInChunksThatNeverExceedWhatIsAsked() {
        replicaSet(130);
        assertThat(pods()).hasSize(130);
        scale(7);
        nodes.converge();
        assertThat(pods()).hasSize(7);
        assertThat(status().path("replicas").asInt()).isEqualTo(7);
    }

    @Test
    void replacesADeletedPodAtOnceWhileItStillTerminates() {
        replicaSet(2);
        StoredObject victim = pods().getFirst();
        world.delete(Pods.RESOURCE, victim.key().toString());
        world.settle();
        assertThat(pods()).hasSize(3);
        assertThat(world.get(Pods.RESOURCE, victim.key().toString()).facts().deleting())
                .isTrue();
        assertThat(status().path("replicas").asInt()).isEqualTo(2);
        nodes.converge();
        assertThat(pods()).hasSize(2);
    }

    @Test
    void replacesAFailedPodAndLeavesItToBeSeen() {
        replicaSet(2);
        nodes.fail(pods().getFirst().key().toString());
        nodes.converge();
        assertThat(pods()).hasSize(3);
        assertThat(status().path("readyReplicas").asInt()).isEqualTo(2);
    }

    @Test
    void adoptsAnOrphanThatItSelects() {
        world.create(Pods.RESOURCE, Manifests.pod("lonely", "web"));
        replicaSet(2);
        assertThat(pods()).hasSize(2);
        StoredObject adopted = world.get(Pods.RESOURCE, "default/lonely");
        assertThat(adopted.facts().controller()).isNotNull();
    }

    @Test
    void releasesAPodThatItNoLongerSelectsAndMakesAnother() {
        replicaSet(2);
        String key = pods().getFirst().key().toString();
        world.edit(
                Pods.RESOURCE,
                key,
                json -> Draft.object(Draft.object(json, "metadata"), "labels").put("app", "debug"));
        nodes.converge();
        assertThat(pods()).hasSize(3);
        assertThat(world.get(Pods.RESOURCE, key).facts().owners()).isEmpty();
    }

    @Test
    void deletesNotReadyPodsFirst() {
        replicaSet(3);
        String sick = pods().get(1).key().toString();
        nodes.ready(sick, false);
        scale(2);
        world.settle();
        assertThat(world.get(Pods.RESOURCE, sick).facts().deleting()).isTrue();
        assertThat(pods().stream().filter(pod -> pod.facts().deleting())).hasSize(1);
    }

    @Test
    void deletesAnywayWhenNoOrderOfThePodsIsRight() {
        replicaSet(120);
        world.advance(Duration.ofHours(1));
        // Ready in the same second: restarts decide. Ready in another second of the same magnitude: uids do.
        int index = 0;
        for (StoredObject pod : pods()) {
            int i = index++;
            world.edit(Pods.RESOURCE, pod.key().toString(), json -> {
                ObjectNode status = Draft.object(json, "status");
                status.putArray("conditions")
                        .addObject()
                        .put("type", "Ready")
                        .put("status", "True")
                        .put("lastTransitionTime", "2026-01-01T00:0" + i % 3 + ":00Z");
                status.putArray("containerStatuses").addObject().put("restartCount", i * 37 % 11);
            });
        }
        scale(3);
        nodes.converge();
        assertThat(pods()).hasSize(3);
    }

    @Test
    void deletesTheCheaperPodFirstWhateverItsAge() {
        replicaSet(3);
        List<StoredObject> before = pods();
        String dear = before.get(0).key().toString();
        String cheap = before.get(2).key().toString();
        cost(dear, "100");
        cost(cheap, "-5");
        scale(2);
        nodes.converge();
        assertThat(world.find(Pods.RESOURCE, cheap)).isNull();
        scale(1);
        nodes.converge();
        assertThat(world.find(Pods.RESOURCE, dear)).isNotNull();
    }

    private void cost(String pod, String cost) {
        world.edit(
                Pods.RESOURCE,
                pod,
                json -> Draft.object(Draft.object(json, "metadata"), "annotations")
                        .put("controller.kubernetes.io/pod-deletion-cost", cost));
    }

    @Test
    void deletesWhereMorePodsShareANode() {
        replicaSet(4);
        List<StoredObject> before = pods();
        for (int i = 0; i < before.size(); i++) {
            String node = i == 1 ? "alone" : "crowded";
            world.edit(
                    Pods.RESOURCE,
                    before.get(i).key().toString(),
                    json -> Draft.object(json, "spec").put("nodeName", node));
        }
        scale(2);
        nodes.converge();
        assertThat(pods()).extracting(pod -> PodFacts.of(pod).node()).containsExactlyInAnyOrder("alone", "crowded");
    }

    @Test
    void deletesFirstWhatRestartsMoreSidecarsLast() {
        replicaSet(3);
        List<StoredObject> before = pods();
        for (int i = 0; i < before.size(); i++) {
            int restarts = i;
            world.edit(Pods.RESOURCE, before.get(i).key().toString(), json -> {
                Draft.object(json, "spec")
                        .putArray("initContainers")
                        .addObject()
                        .put("name", "proxy")
                        .put("restartPolicy", "Always");
                Draft.object(json, "status")
                        .putArray("initContainerStatuses")
                        .addObject()
                        .put("name", "proxy")
                        .put("restartCount", restarts);
            });
        }
        scale(2);
        nodes.converge();
        assertThat(world.find(Pods.RESOURCE, before.get(2).key().toString())).isNull();
    }

    @Test
    void countsAPodAsAvailableOnlyAfterItsMinimumOfReadySeconds() {
        ObjectNode json = Manifests.replicaSet("web", 1);
        Draft.object(json, "spec").put("minReadySeconds", 10);
        world.create(ReplicaSets.RESOURCE, json);
        nodes.converge();
        assertThat(status().path("readyReplicas").asInt()).isEqualTo(1);
        assertThat(status().has("availableReplicas")).isFalse();
        assertThat(world.nextRevisit()).isEqualTo(world.now().plusSeconds(10));
        world.advance(Duration.ofSeconds(10));
        world.settle();
        assertThat(status().path("availableReplicas").asInt()).isEqualTo(1);
    }

    @Test
    void makesNothingInANamespaceThatIsBeingDeleted() {
        world.create(Namespaces.RESOURCE, Manifests.namespace("default"));
        // Nobody may delete this one; its end is as any other's.
        world.edit(
                Namespaces.RESOURCE,
                "default",
                namespace -> namespace.withObject("metadata").put("deletionTimestamp", "2026-12-01T00:00:00Z"));
        replicaSet(2);
        assertThat(pods()).isEmpty();
    }

    @Test
    void aPlanForAnOwnerThatHasChangedSinceIsRefused() {
        world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 5));
        var reconciler = ReplicaReconciler.ofReplicaSets();
        var ref = new ObjectRef(
                ReplicaSets.RESOURCE,
                world.get(ReplicaSets.RESOURCE, "default/web").key());
        Plan stale = reconciler.reconcile(world.view(), ref, world.moment());
        scale(1);
        for (Plan.Step step : stale.steps()) {
            assertThat(world.plan(step.writes())).isFalse();
        }
        assertThat(pods()).isEmpty();
    }

    @Test
    void aReplicationControllerIsScaledDownAndUpAgain() {
        world.create(ReplicaSets.CONTROLLERS.resource(), Manifests.replicationController("rc", 4));
        nodes.converge();
        for (int replicas : new int[] {1, 4}) {
            world.edit(
                    ReplicaSets.CONTROLLERS.resource(),
                    "default/rc",
                    json -> Draft.object(json, "spec").put("replicas", replicas));
            nodes.converge();
            assertThat(pods()).hasSize(replicas);
            assertThat(world.json(ReplicaSets.CONTROLLERS.resource(), "default/rc")
                            .path("status")
                            .path("availableReplicas")
                            .asInt())
                    .isEqualTo(replicas);
        }
    }
}
