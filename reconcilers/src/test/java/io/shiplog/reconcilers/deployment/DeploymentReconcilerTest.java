package io.shiplog.reconcilers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DeploymentReconcilerTest {
    private final World world = new World(1, new DeploymentReconciler(), ReplicaReconciler.ofReplicaSets());
    private final Kubelets nodes = new Kubelets(world, "n1", "n2", "n3");

    private void deploy(int replicas) {
        world.create(Deployments.RESOURCE, Manifests.deployment("web", replicas, "web:1"));
        nodes.converge();
    }

    private void edit(Consumer<ObjectNode> edit) {
        world.edit(Deployments.RESOURCE, "default/web", json -> edit.accept(Draft.object(json, "spec")));
    }

    private void image(String image) {
        edit(spec -> container(spec).put("image", image));
    }

    private static ObjectNode container(ObjectNode spec) {
        return (ObjectNode)
                spec.path("template").path("spec").path("containers").get(0);
    }

    private JsonNode deployment() {
        return world.json(Deployments.RESOURCE, "default/web");
    }

    private String reason(String type) {
        ObjectNode condition = StatusConditions.find(deployment().path("status"), type);
        return condition == null
                ? ""
                : condition.path("status").asString() + " "
                        + condition.path("reason").asString();
    }

    /** Sizes of the ReplicaSets by image. */
    private TreeMap<String, Integer> sizes() {
        var sizes = new TreeMap<String, Integer>();
        for (StoredObject stored : world.list(ReplicaSets.RESOURCE)) {
            JsonNode spec = Json.parse(stored.json()).path("spec");
            sizes.put(
                    spec.path("template")
                            .path("spec")
                            .path("containers")
                            .get(0)
                            .path("image")
                            .asString(),
                    spec.path("replicas").asInt());
        }
        return sizes;
    }

    private String revisionOf(String image) {
        return annotationOf(image, Revision.REVISION);
    }

    private String annotationOf(String image, String annotation) {
        for (StoredObject stored : world.list(ReplicaSets.RESOURCE)) {
            JsonNode json = Json.parse(stored.json());
            if (json.path("spec").path("template").toString().contains(image)) {
                return json.path("metadata")
                        .path("annotations")
                        .path(annotation)
                        .asString("");
            }
        }
        throw new AssertionError("no ReplicaSet of " + image);
    }

    @Test
    void makesAReplicaSetOfItsTemplateAndReportsSuccess() {
        deploy(3);
        assertThat(world.list(ReplicaSets.RESOURCE)).hasSize(1);
        JsonNode replicaSet =
                Json.parse(world.list(ReplicaSets.RESOURCE).getFirst().json());
        String hash = replicaSet
                .path("metadata")
                .path("labels")
                .path("pod-template-hash")
                .asString();
        assertThat(replicaSet.path("metadata").path("name").asString()).isEqualTo("web-" + hash);
        assertThat(replicaSet.path("spec").path("selector").path("matchLabels").toString())
                .isEqualTo("{\"app\":\"web\",\"pod-template-hash\":\"" + hash + "\"}");
        assertThat(replicaSet.path("metadata").path("annotations").toString())
                .isEqualTo(
                        "{\"deployment.kubernetes.io/desired-replicas\":\"3\","
                                + "\"deployment.kubernetes.io/max-replicas\":\"4\",\"deployment.kubernetes.io/revision\":\"1\"}");
        assertThat(deployment()
                        .path("metadata")
                        .path("annotations")
                        .path(Revision.REVISION)
                        .asString())
                .isEqualTo("1");
        JsonNode status = deployment().path("status");
        assertThat(status.path("replicas").asInt()).isEqualTo(3);
        assertThat(status.path("updatedReplicas").asInt()).isEqualTo(3);
        assertThat(status.path("availableReplicas").asInt()).isEqualTo(3);
        assertThat(status.path("observedGeneration").asInt()).isEqualTo(1);
        assertThat(reason("Available")).isEqualTo("True MinimumReplicasAvailable");
        assertThat(reason("Progressing")).isEqualTo("True NewReplicaSetAvailable");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void neverHasTooFewAvailableNorTooManyPodsDuringARollingUpdate() {
        deploy(10);
        image("web:2");
        world.settle();
        boolean moved = true;
        for (int round = 0; moved && round < 200; round++) {
            moved = false;
            // Nodes move one pod at a time, so that every state on the way is seen.
            for (StoredObject pod : world.list(Pods.RESOURCE)) {
                if (nodes.step(pod)) {
                    moved = true;
                    world.settle();
                    long active = world.list(Pods.RESOURCE).stream()
                            .filter(p -> PodFacts.of(p).isActive())
                            .count();
                    long available = world.list(Pods.RESOURCE).stream()
                            .filter(p ->
                                    PodFacts.of(p).isActive() && PodFacts.of(p).isReady())
                            .count();
                    assertThat(active).isLessThanOrEqualTo(13);
                    assertThat(available).isGreaterThanOrEqualTo(8);
                    break;
                }
            }
        }
        assertThat(sizes()).containsEntry("web:1", 0).containsEntry("web:2", 10);
        assertThat(reason("Progressing")).isEqualTo("True NewReplicaSetAvailable");
        assertThat(revisionOf("web:2")).isEqualTo("2");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void goesBackToTheReplicaSetOfAnOldTemplateAndNumbersItAnew() {
        deploy(2);
        image("web:2");
        nodes.converge();
        image("web:1");
        nodes.converge();
        assertThat(sizes()).containsEntry("web:1", 2).containsEntry("web:2", 0).hasSize(2);
        assertThat(revisionOf("web:1")).isEqualTo("3");
        assertThat(annotationOf("web:1", Revision.HISTORY)).isEqualTo("1");
        assertThat(deployment()
                        .path("metadata")
                        .path("annotations")
                        .path(Revision.REVISION)
                        .asString())
                .isEqualTo("3");
    }

    @Test
    void recreateStartsNothingBeforeTheLastOldPodIsGone() {
        ObjectNode json = Manifests.deployment("web", 3, "web:1");
        Draft.object(json, "spec").putObject("strategy").put("type", "Recreate");
        world.create(Deployments.RESOURCE, json);
        nodes.converge();
        image("web:2");
        world.settle();
        assertThat(sizes()).containsExactly(java.util.Map.entry("web:1", 0));
        List<StoredObject> terminating = world.list(Pods.RESOURCE);
        assertThat(terminating).hasSize(3);
        nodes.step(terminating.get(0));
        nodes.step(terminating.get(1));
        world.settle();
        assertThat(sizes()).hasSize(1);
        nodes.converge();
        assertThat(sizes()).containsEntry("web:1", 0).containsEntry("web:2", 3);
        assertThat(reason("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    }

    @Test
    void aPausedDeploymentScalesItsReplicaSetsInProportionAndRollsNothing() {
        deploy(10);
        image("web:2");
        world.settle();
        assertThat(sizes()).containsEntry("web:1", 8).containsEntry("web:2", 5);
        edit(spec -> spec.put("paused", true).put("replicas", 20));
        world.settle();
        assertThat(reason("Progressing")).isEqualTo("Unknown DeploymentPaused");
        // 25 pods at most instead of 13: 8 * 25 / 13 rounds to 15, the rest goes to the other.
        assertThat(sizes()).containsEntry("web:1", 15).containsEntry("web:2", 10);
        image("web:3");
        nodes.converge();
        assertThat(sizes()).hasSize(2);
        edit(spec -> spec.remove("paused"));
        world.settle();
        nodes.converge();
        assertThat(sizes()).containsEntry("web:1", 0).containsEntry("web:2", 0).containsEntry("web:3", 20);
        assertThat(reason("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    }

    @Test
    void saysSoWhenARolloutMakesNoProgressUntilItsDeadline() {
        world.create(Deployments.RESOURCE, Manifests.deployment("web", 2, "web:1"));
        world.settle();
        assertThat(reason("Progressing")).startsWith("True ");
        assertThat(world.nextRevisit()).isEqualTo(world.now().plusSeconds(601));
        world.advance(Duration.ofSeconds(601));
        world.settle();
        assertThat(reason("Progressing")).isEqualTo("False ProgressDeadlineExceeded");
        assertThat(reason("Available")).isEqualTo("False MinimumReplicasUnavailable");
        nodes.converge();
        assertThat(reason("Progressing")).isEqualTo("True NewReplicaSetAvailable");
    }

    @Test
    void keepsOnlyAsManyOldReplicaSetsAsItsHistoryHolds() {
        deploy(1);
        edit(spec -> spec.put("revisionHistoryLimit", 2));
        for (int version = 2; version <= 6; version++) {
            image("web:" + version);
            nodes.converge();
        }
        assertThat(sizes()).containsOnlyKeys("web:4", "web:5", "web:6");
        assertThat(revisionOf("web:6")).isEqualTo("6");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void picksAnotherHashWhenTheNameIsTaken() {
        deploy(1);
        String name = world.list(ReplicaSets.RESOURCE).getFirst().key().name();
        world.list(ReplicaSets.RESOURCE)
                .forEach(rs -> world.delete(ReplicaSets.RESOURCE, rs.key().toString()));
        world.propose(List.of(io.shiplog.objects.Write.delete(world.get(Deployments.RESOURCE, "default/web"))));
        ObjectNode stranger = Manifests.replicaSet("stranger", 0);
        Draft.object(stranger, "metadata").put("name", name);
        world.create(ReplicaSets.RESOURCE, stranger);
        world.settle();
        deploy(1);
        assertThat(deployment().path("status").path("collisionCount").asInt()).isEqualTo(1);
        assertThat(deployment().path("status").path("availableReplicas").asInt())
                .isEqualTo(1);
    }

    @Test
    void adoptsAReplicaSetThatAForgottenDeploymentLeft() {
        deploy(2);
        StoredObject orphan = world.list(ReplicaSets.RESOURCE).getFirst();
        world.edit(
                ReplicaSets.RESOURCE,
                orphan.key().toString(),
                json -> Draft.object(json, "metadata").remove("ownerReferences"));
        nodes.converge();
        assertThat(world.list(ReplicaSets.RESOURCE)).hasSize(1);
        assertThat(world.list(ReplicaSets.RESOURCE).getFirst().facts().controller())
                .isNotNull();
    }

    @Test
    void aTemplateThatAClientPrintedWithEmptyMembersIsTheSameTemplate() {
        deploy(1);
        edit(spec -> {
            ((ObjectNode) spec.path("template").path("metadata")).putNull("creationTimestamp");
            container(spec).putObject("resources");
        });
        nodes.converge();
        assertThat(world.list(ReplicaSets.RESOURCE)).hasSize(1);
        assertThat(deployment().path("status").path("observedGeneration").asInt())
                .isEqualTo(2);
    }

    @Test
    void tellsOfEveryScaling() {
        deploy(2);
        edit(spec -> spec.put("replicas", 5));
        nodes.converge();
        String name = world.list(ReplicaSets.RESOURCE).getFirst().key().name();
        assertThat(world.list(Events.RESOURCE).stream()
                        .map(event -> Json.parse(event.json()))
                        .filter(event -> event.path("reason").asString().equals("ScalingReplicaSet"))
                        .map(event -> event.path("message").asString()))
                .containsExactlyInAnyOrder(
                        "Scaled up replica set " + name + " from 0 to 2",
                        "Scaled up replica set " + name + " from 2 to 5");
    }

    @Test
    void goesBackToTheRevisionThatAnAnnotationAsksFor() {
        deploy(2);
        image("web:2");
        nodes.converge();
        image("web:3");
        nodes.converge();
        rollBackTo("1");
        assertThat(sizes()).containsEntry("web:1", 2).containsEntry("web:3", 0);
        assertThat(revisionOf("web:1")).isEqualTo("4");
        assertThat(deployment().path("metadata").path("annotations").has(Rollback.ASKED))
                .isFalse();
        assertThat(told("DeploymentRollback")).containsExactly("Rolled back deployment \"web\" to revision 1");
        rollBackTo("0");
        assertThat(sizes()).containsEntry("web:3", 2);
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void saysWhyItCannotGoBack() {
        deploy(1);
        rollBackTo("0");
        image("web:2");
        nodes.converge();
        rollBackTo("7");
        rollBackTo("2");
        assertThat(told("DeploymentRollbackRevisionNotFound"))
                .containsExactlyInAnyOrder(
                        "Unable to find last revision.", "Unable to find the revision to rollback to.");
        assertThat(told("DeploymentRollbackTemplateUnchanged"))
                .containsExactly("The rollback revision contains the same template as current deployment \"web\"");
        assertThat(sizes()).containsEntry("web:2", 1);
    }

    private void rollBackTo(String revision) {
        world.edit(
                Deployments.RESOURCE,
                "default/web",
                json -> Draft.object(Draft.object(json, "metadata"), "annotations")
                        .put(Rollback.ASKED, revision));
        nodes.converge();
    }

    private List<String> told(String reason) {
        return world.list(Events.RESOURCE).stream()
                .map(event -> Json.parse(event.json()))
                .filter(event -> event.path("reason").asString().equals(reason))
                .map(event -> event.path("message").asString())
                .toList();
    }

    @Test
    void theConditionThatChangedLastIsTheLast() {
        deploy(2);
        assertThat(types()).containsExactly("Available", "Progressing");
        StoredObject pod = world.list(Pods.RESOURCE).getFirst();
        nodes.ready(pod.key().toString(), false);
        world.settle();
        assertThat(reason("Available")).startsWith("False");
        assertThat(types()).containsExactly("Progressing", "Available");
    }

    private List<String> types() {
        var types = new ArrayList<String>();
        deployment()
                .path("status")
                .path("conditions")
                .forEach(condition -> types.add(condition.path("type").asString()));
        return types;
    }

    @Test
    void recreateGoesOnWhenItsSizeChangesWhileSeveralReplicaSetsHavePods() {
        deploy(10);
        image("web:2");
        world.settle();
        assertThat(sizes().values()).doesNotContain(0);
        edit(spec -> {
            spec.putObject("strategy").put("type", "Recreate");
            spec.put("replicas", 4);
        });
        nodes.converge();
        assertThat(sizes()).containsEntry("web:1", 0).containsEntry("web:2", 4);
    }

    @Test
    void theNameOfAReplicaSetIsNeverTooLong() {
        String name = "w".repeat(250);
        ObjectNode json = Manifests.deployment("web", 1, "web:1");
        Draft.object(json, "metadata").put("name", name);
        world.create(Deployments.RESOURCE, json);
        nodes.converge();
        assertThat(world.list(ReplicaSets.RESOURCE)).hasSize(1);
        assertThat(world.list(ReplicaSets.RESOURCE).getFirst().key().name())
                .startsWith("wwww")
                .hasSizeLessThanOrEqualTo(253);
        assertThat(world.list(Pods.RESOURCE)).hasSize(1);
    }

    @Test
    void tellsAReplicaSetsFailureWithItsOwnTime() {
        deploy(1);
        String key = world.list(ReplicaSets.RESOURCE).getFirst().key().toString();
        StoredObject replicaSet = world.get(ReplicaSets.RESOURCE, key);
        Draft failed = Draft.of(replicaSet);
        failed.status()
                .putArray("conditions")
                .addObject()
                .put("type", "ReplicaFailure")
                .put("status", "True")
                .put("lastTransitionTime", "2025-12-31T00:00:00Z")
                .put("reason", "FailedCreate")
                .put("message", "no");
        world.plan(List.of(failed.write().orElseThrow()));
        var ref = new ObjectRef(
                Deployments.RESOURCE,
                world.get(Deployments.RESOURCE, "default/web").key());
        Plan plan = new DeploymentReconciler().reconcile(world.view(), ref, world.moment());
        plan.steps().forEach(step -> world.plan(step.writes()));
        ObjectNode told = StatusConditions.find(deployment().path("status"), "ReplicaFailure");
        assertThat(told).isNotNull();
        assertThat(told.path("lastTransitionTime").asString()).isEqualTo("2025-12-31T00:00:00Z");
        assertThat(told.path("lastUpdateTime").asString()).isEqualTo("2025-12-31T00:00:00Z");
    }

    @Test
    void aBoundBeyondAllNumbersIsNoBound() {
        assertThat(spec(3, "2147483647", "0").maxPods()).isEqualTo(Integer.MAX_VALUE);
        assertThat(spec(3000, "\"2000000000%\"", "0").maxPods()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void boundsRoundAsUpstreamDoes() {
        assertThat(spec(10, "\"25%\"", "\"25%\"").maxSurge()).isEqualTo(3);
        assertThat(spec(10, "\"25%\"", "\"25%\"").maxUnavailable()).isEqualTo(2);
        assertThat(spec(1, "0", "\"25%\"").maxUnavailable()).isEqualTo(1);
        assertThat(spec(3, "1", "0").maxUnavailable()).isZero();
        assertThat(spec(3, "1", "7").maxUnavailable()).isEqualTo(3);
        assertThat(spec(0, "\"25%\"", "\"25%\"").maxUnavailable()).isZero();
    }

    private static DeploymentSpec spec(int replicas, String surge, String unavailable) {
        return DeploymentSpec.read(Manifests.parse("""
                {"replicas":%d,"selector":{"matchLabels":{"a":"b"}},"strategy":{"type":"RollingUpdate",
                 "rollingUpdate":{"maxSurge":%s,"maxUnavailable":%s}}}""".formatted(replicas, surge, unavailable)));
    }
}
