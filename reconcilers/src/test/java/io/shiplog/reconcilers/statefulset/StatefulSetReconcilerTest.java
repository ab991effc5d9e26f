package io.shiplog.reconcilers.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.kinds.workload.StatefulSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StatefulSetReconcilerTest {
    private static final String KEY = "default/s";

    private final World world = new World(1, new StatefulSetReconciler());
    private final Kubelets nodes = new Kubelets(world, "n1", "n2");

    private void given(int replicas, Consumer<ObjectNode> edit) {
        ObjectNode set = Manifests.statefulSet("s", replicas, "web:1");
        edit.accept((ObjectNode) set.path("spec"));
        world.create(StatefulSets.RESOURCE, set);
        world.settle();
    }

    private void running(int replicas, Consumer<ObjectNode> edit) {
        given(replicas, edit);
        nodes.converge();
    }

    private void edit(Consumer<ObjectNode> edit) {
        world.edit(StatefulSets.RESOURCE, KEY, json -> edit.accept((ObjectNode) json.path("spec")));
    }

    private static void image(ObjectNode spec, String image) {
        ((ObjectNode) spec.at("/template/spec/containers/0")).put("image", image);
    }

    private static void parallel(ObjectNode spec) {
        spec.put("podManagementPolicy", "Parallel");
    }

    private static void claims(ObjectNode spec) {
        spec.set("volumeClaimTemplates", Manifests.parse("""
                {"list":[{"metadata":{"name":"data","labels":{"own":"1"}},"spec":{"accessModes":["ReadWriteOnce"],
                  "resources":{"requests":{"storage":"1Gi"}}}}]}""").path("list"));
    }

    private List<String> names() {
        return world.list(Pods.RESOURCE).stream().map(pod -> pod.key().name()).toList();
    }

    private List<String> terminating() {
        return world.list(Pods.RESOURCE).stream()
                .filter(pod -> pod.facts().deleting())
                .map(pod -> pod.key().name())
                .toList();
    }

    private List<String> images() {
        return world.list(Pods.RESOURCE).stream()
                .map(pod ->
                        Json.parse(pod.json()).at("/spec/containers/0/image").asString())
                .toList();
    }

    private JsonNode status() {
        return world.json(StatefulSets.RESOURCE, KEY).path("status");
    }

    private List<String> told() {
        return world.list(Events.RESOURCE).stream()
                .map(event -> Json.parse(event.json()))
                .map(event -> event.path("reason").asString() + " "
                        + event.path("message").asString() + " x"
                        + event.path("count").asInt())
                .toList();
    }

    @Test
    void makesEachPodWhenTheOneBeforeItIsReady() {
        given(3, spec -> {});
        assertThat(names()).containsExactly("s-0");
        nodes.step();
        world.settle();
        nodes.step();
        world.settle();
        assertThat(names()).containsExactly("s-0", "s-1");
        nodes.converge();
        assertThat(names()).containsExactly("s-0", "s-1", "s-2");
        String revision = status().path("currentRevision").asString();
        assertThat(Draft.same(status(), Manifests.parse("""
                        {"observedGeneration":1,"replicas":3,"readyReplicas":3,"currentReplicas":3,
                         "updatedReplicas":3,"currentRevision":"%1$s","updateRevision":"%1$s","collisionCount":0,
                         "availableReplicas":3}""".formatted(revision))))
                .as(status().toString())
                .isTrue();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void givesAPodItsIdentity() {
        given(1, spec -> {});
        JsonNode pod = world.json(Pods.RESOURCE, "default/s-0");
        String revision = status().path("updateRevision").asString();
        assertThat(revision).matches("s-[bcdfghjklmnpqrstvwxz2456789]+");
        assertThat(pod.at("/metadata/labels").toString())
                .isEqualTo("{\"app\":\"s\",\"controller-revision-hash\":\"" + revision
                        + "\",\"statefulset.kubernetes.io/pod-name\":\"s-0\",\"apps.kubernetes.io/pod-index\":\"0\"}");
        assertThat(pod.at("/metadata/generateName").asString()).isEqualTo("s-");
        assertThat(pod.at("/spec/hostname").asString()).isEqualTo("s-0");
        assertThat(pod.at("/spec/subdomain").asString()).isEqualTo("s");
    }

    @Test
    void makesAndDeletesAllAtOnceInParallel() {
        given(4, StatefulSetReconcilerTest::parallel);
        assertThat(names()).hasSize(4);
        nodes.converge();
        edit(spec -> spec.put("replicas", 1));
        world.settle();
        assertThat(terminating()).containsExactly("s-1", "s-2", "s-3");
    }

    @Test
    void scalesDownFromTheHighestOneAtATime() {
        running(3, spec -> {});
        edit(spec -> spec.put("replicas", 1));
        world.settle();
        assertThat(terminating()).containsExactly("s-2");
        assertThat(status().path("replicas").asInt()).isEqualTo(3);
        assertThat(status().path("currentReplicas").asInt()).isEqualTo(2);
        nodes.converge();
        assertThat(names()).containsExactly("s-0");
        assertThat(told())
                .contains(
                        "SuccessfulCreate create Pod s-2 in StatefulSet s successful x1",
                        "SuccessfulDelete delete Pod s-2 in StatefulSet s successful x1");
    }

    @Test
    void scalingDownWaitsForALowerPodButNotForTheHighestItself() {
        running(3, spec -> {});
        nodes.ready("default/s-0", false);
        edit(spec -> spec.put("replicas", 2));
        world.settle();
        assertThat(terminating()).isEmpty();
        nodes.ready("default/s-0", true);
        nodes.ready("default/s-2", false);
        world.settle();
        assertThat(terminating()).containsExactly("s-2");
    }

    @Test
    void remakesAPodThatHasEnded() {
        running(2, spec -> {});
        String before = world.get(Pods.RESOURCE, "default/s-0").uid();
        nodes.fail("default/s-0");
        nodes.converge();
        assertThat(world.get(Pods.RESOURCE, "default/s-0").uid()).isNotEqualTo(before);
        assertThat(told()).contains("SuccessfulCreate create Pod s-0 in StatefulSet s successful x2");
    }

    @Test
    void beginsToCountAtItsStart() {
        running(2, spec -> spec.putObject("ordinals").put("start", 5));
        assertThat(names()).containsExactly("s-5", "s-6");
    }

    @Test
    void rollsFromTheHighestDownToThePartition() {
        running(3, spec -> ((ObjectNode) spec.at("/updateStrategy/rollingUpdate")).put("partition", 1));
        edit(spec -> image(spec, "web:2"));
        world.settle();
        assertThat(terminating()).containsExactly("s-2");
        nodes.converge();
        assertThat(images()).containsExactly("web:1", "web:2", "web:2");
        assertThat(status().path("updatedReplicas").asInt()).isEqualTo(2);
        assertThat(status().path("currentReplicas").asInt()).isEqualTo(1);
        world.delete(Pods.RESOURCE, "default/s-0");
        nodes.converge();
        assertThat(images()).containsExactly("web:1", "web:2", "web:2");
        edit(spec -> ((ObjectNode) spec.at("/updateStrategy/rollingUpdate")).put("partition", 0));
        nodes.converge();
        assertThat(images()).containsExactly("web:2", "web:2", "web:2");
        assertThat(status().path("currentRevision")).isEqualTo(status().path("updateRevision"));
        assertThat(status().path("currentReplicas").asInt()).isEqualTo(3);
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void onDeleteNeverMovesTheCurrentRevision() {
        running(2, spec -> spec.putObject("updateStrategy").put("type", "OnDelete"));
        String first = status().path("currentRevision").asString();
        edit(spec -> image(spec, "web:2"));
        nodes.converge();
        assertThat(images()).containsExactly("web:1", "web:1");
        for (String pod : List.of("default/s-0", "default/s-1")) {
            world.delete(Pods.RESOURCE, pod);
            nodes.converge();
        }
        assertThat(images()).containsExactly("web:2", "web:2");
        assertThat(status().path("currentRevision").asString()).isEqualTo(first);
        assertThat(status().path("updateRevision").asString()).isNotEqualTo(first);
    }

    @Test
    void aBrokenPodOfATemplateThatWasTakenBackStaysInOrderAndGoesInParallel() {
        running(2, spec -> {});
        edit(spec -> image(spec, "broken"));
        world.settle();
        nodes.step();
        world.settle();
        edit(spec -> image(spec, "web:1"));
        world.settle();
        assertThat(images()).containsExactly("web:1", "broken");
        assertThat(terminating()).isEmpty();
        assertThat(status().path("currentRevision")).isEqualTo(status().path("updateRevision"));
        edit(StatefulSetReconcilerTest::parallel);
        nodes.converge();
        assertThat(images()).containsExactly("web:1", "web:1");
        assertThat(world.list(StatefulSets.REVISION_RESOURCE).stream()
                        .map(revision ->
                                Json.parse(revision.json()).path("revision").asInt()))
                .containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void waitsUntilAPodIsAvailable() {
        running(2, spec -> spec.put("minReadySeconds", 10));
        assertThat(names()).containsExactly("s-0");
        assertThat(status().path("readyReplicas").asInt()).isEqualTo(1);
        assertThat(status().path("availableReplicas").asInt()).isZero();
        world.advance(Duration.ofSeconds(10));
        nodes.converge();
        assertThat(names()).containsExactly("s-0", "s-1");
    }

    @Test
    void adoptsAnOrphanOfItsNameAndRemakesIt() {
        world.create(Pods.RESOURCE, Manifests.pod("s-0", "s"));
        world.create(Pods.RESOURCE, Manifests.pod("other", "s"));
        given(1, spec -> {});
        assertThat(world.get(Pods.RESOURCE, "default/other").facts().controller())
                .isNull();
        nodes.step();
        world.settle();
        nodes.step();
        world.settle();
        assertThat(told()).contains("SuccessfulUpdate update Pod s-0 in StatefulSet s successful x1");
        nodes.converge();
        assertThat(SetPod.revision(world.get(Pods.RESOURCE, "default/s-0")))
                .isEqualTo(status().path("updateRevision").asString());
    }

    @Test
    void waitsInSilenceForANameThatIsTaken() {
        world.create(Pods.RESOURCE, Manifests.pod("s-0", "foreign"));
        given(1, spec -> {});
        assertThat(told()).isEmpty();
        world.plan(List.of(
                ControllerDeletion.now(world.get(Pods.RESOURCE, "default/s-0")).orElseThrow()));
        world.advance(Duration.ofSeconds(5));
        nodes.converge();
        assertThat(status().path("readyReplicas").asInt()).isEqualTo(1);
    }

    @Test
    void makesClaimsWithoutAnOwnerAndMountsThemUnderTheirTemplatesNames() {
        given(1, StatefulSetReconcilerTest::claims);
        JsonNode claim = world.json(Volumes.CLAIM_RESOURCE, "default/data-s-0");
        assertThat(claim.at("/metadata/labels").toString()).isEqualTo("{\"own\":\"1\",\"app\":\"s\"}");
        assertThat(claim.at("/metadata/ownerReferences").isMissingNode()).isTrue();
        assertThat(world.json(Pods.RESOURCE, "default/s-0").at("/spec/volumes").toString())
                .startsWith("[{\"name\":\"data\",\"persistentVolumeClaim\":{\"claimName\":\"data-s-0\"}}");
        assertThat(told()).contains("SuccessfulCreate create Claim data-s-0 Pod s-0 in StatefulSet s success x1");
        nodes.converge();
        world.delete(Pods.RESOURCE, "default/s-0");
        nodes.converge();
        assertThat(world.list(Volumes.CLAIM_RESOURCE)).hasSize(1);
    }

    @Test
    void claimsGoWithTheSetOrWithAPodThatIsNoLongerAskedFor() {
        running(2, spec -> {
            claims(spec);
            spec.putObject("persistentVolumeClaimRetentionPolicy")
                    .put("whenDeleted", "Delete")
                    .put("whenScaled", "Delete");
        });
        String set = world.get(StatefulSets.RESOURCE, KEY).uid();
        String pod = world.get(Pods.RESOURCE, "default/s-1").uid();
        assertThat(owners("default/data-s-1")).containsExactly("StatefulSet " + set);
        edit(spec -> spec.put("replicas", 1));
        world.settle();
        assertThat(owners("default/data-s-1")).containsExactly("Pod " + pod);
        assertThat(owners("default/data-s-0")).containsExactly("StatefulSet " + set);
        edit(spec -> spec.putObject("persistentVolumeClaimRetentionPolicy")
                .put("whenDeleted", "Retain")
                .put("whenScaled", "Retain"));
        nodes.converge();
        assertThat(owners("default/data-s-0")).isEmpty();
    }

    private List<String> owners(String claim) {
        return world.get(Volumes.CLAIM_RESOURCE, claim).facts().owners().stream()
                .map(owner -> owner.kind() + " " + owner.uid())
                .toList();
    }

    @Test
    void makesNoPodOnAClaimThatIsBeingDeleted() {
        running(1, StatefulSetReconcilerTest::claims);
        world.edit(
                Volumes.CLAIM_RESOURCE,
                "default/data-s-0",
                json -> Draft.object(json, "metadata")
                        .put("deletionTimestamp", world.now().toString())
                        .putArray("finalizers")
                        .add("held"));
        world.delete(Pods.RESOURCE, "default/s-0");
        nodes.converge();
        assertThat(names()).isEmpty();
        assertThat(told())
                .contains(
                        "FailedCreate create Pod s-0 in StatefulSet s failed error: pvc data-s-0 is being deleted x1");
        world.plan(List.of(ControllerDeletion.now(world.get(Volumes.CLAIM_RESOURCE, "default/data-s-0"))
                .orElseThrow()));
        nodes.converge();
        assertThat(names()).containsExactly("s-0");
        assertThat(world.list(Volumes.CLAIM_RESOURCE)).hasSize(1);
    }

    @Test
    void readsOnlyNumbersAsOrdinals() {
        assertThat(List.of("s-0", "s-12", "s-01", "s-", "s-x", "t-1", "s-1-2").stream()
                        .map(pod -> SetPod.ordinal("s", pod)))
                .containsExactly(0, 12, -1, -1, -1, -1, -1);
    }

    @Test
    void aDeletedSetOnlyCounts() {
        running(2, spec -> {});
        StoredObject set = world.get(StatefulSets.RESOURCE, KEY);
        ControllerDeletion.foreground(StatefulSets.KIND.rules(), set, world.now())
                .ifPresent(write -> world.plan(List.of(write)));
        world.delete(Pods.RESOURCE, "default/s-1");
        nodes.converge();
        assertThat(names()).containsExactly("s-0");
        assertThat(status().path("replicas").asInt()).isEqualTo(1);
    }
}
