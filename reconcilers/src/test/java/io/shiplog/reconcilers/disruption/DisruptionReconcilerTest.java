package io.shiplog.reconcilers.disruption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What kube-controller-manager v1.34.2 answers, case by case; after each, asking again changes nothing. */
class DisruptionReconcilerTest {
    private static final GroupResource BUDGETS = new GroupResource("poddisruptionbudgets", "policy");

    private final World world = new World(1, new DisruptionReconciler());

    @AfterEach
    void nothingIsLeftToDo() {
        world.settle();
        assertThat(world.restless()).isEmpty();
    }

    private void budget(String spec) {
        world.create(BUDGETS, Manifests.parse("""
                {"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{"name":"b","namespace":"default"},
                 "spec":{"selector":{"matchLabels":{"app":"web"}},%s},"status":{"disruptionsAllowed":0,
                 "currentHealthy":0,"desiredHealthy":0,"expectedPods":0}}""".formatted(spec)));
    }

    private void pod(String name, boolean ready, String owners) {
        ObjectNode pod = Manifests.pod(name, "web");
        if (!owners.isEmpty()) {
            Draft.object(pod, "metadata").set("ownerReferences", Json.parseValue(owners.getBytes(UTF_8)));
        }
        world.create(Pods.RESOURCE, pod);
        if (ready) {
            ready(name, true);
        }
    }

    private void ready(String name, boolean ready) {
        world.edit(
                Pods.RESOURCE,
                "default/" + name,
                pod -> Draft.object(pod, "status")
                        .putArray("conditions")
                        .addObject()
                        .put("type", "Ready")
                        .put("status", ready ? "True" : "False"));
    }

    private static String owner(String apiVersion, String kind, StoredObject owner) {
        return owner(apiVersion, kind, owner.key().name(), owner.uid());
    }

    private static String owner(String apiVersion, String kind, String name, String uid) {
        return "[{\"apiVersion\":\"" + apiVersion + "\",\"kind\":\"" + kind + "\",\"name\":\"" + name + "\",\"uid\":\""
                + uid + "\",\"controller\":true}]";
    }

    private static byte[] withoutVersion(StoredObject object) {
        ObjectNode json = Json.parse(object.json());
        Draft.object(json, "metadata").remove("resourceVersion");
        return Json.bytes(json);
    }

    private JsonNode status() {
        world.settle();
        return world.json(BUDGETS, "default/b").path("status");
    }

    private void assertCounts(int allowed, int healthy, int desired, int expected) {
        JsonNode status = status();
        assertThat(List.of(
                        status.path("disruptionsAllowed").asInt(),
                        status.path("currentHealthy").asInt(),
                        status.path("desiredHealthy").asInt(),
                        status.path("expectedPods").asInt()))
                .as("disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods")
                .containsExactly(allowed, healthy, desired, expected);
    }

    private JsonNode condition() {
        JsonNode conditions = status().path("conditions");
        assertThat(conditions).hasSize(1);
        assertThat(conditions.path(0).path("type").asString()).isEqualTo("DisruptionAllowed");
        return conditions.path(0);
    }

    private List<String> events() {
        return world.list(Events.RESOURCE).stream()
                .map(event -> Json.parse(event.json()))
                .map(event -> event.path("type").asString() + " "
                        + event.path("reason").asString() + ": "
                        + event.path("message").asString())
                .toList();
    }

    @Test
    void countsPodsAgainstANumberThatMustStay() {
        budget("\"minAvailable\":2");
        pod("p1", true, "");
        pod("p2", true, "");
        assertCounts(0, 2, 2, 2);
        assertThat(condition().path("status").asString()).isEqualTo("False");
        assertThat(condition().path("reason").asString()).isEqualTo("InsufficientPods");
        assertThat(condition().path("message").asString("absent")).isEmpty();
        pod("p3", true, "");
        assertCounts(1, 3, 2, 3);
        assertThat(condition().path("status").asString()).isEqualTo("True");
        assertThat(condition().path("reason").asString()).isEqualTo("SufficientPods");
        assertThat(condition().path("observedGeneration").asInt()).isEqualTo(1);
        assertThat(status().path("observedGeneration").asInt()).isEqualTo(1);
        ready("p3", false);
        assertCounts(0, 2, 2, 3);
    }

    @Test
    void followsAChangedSpecAndChangedLabels() {
        budget("\"minAvailable\":1");
        pod("p1", true, "");
        pod("p2", true, "");
        assertCounts(1, 2, 1, 2);
        world.edit(BUDGETS, "default/b", budget -> Draft.object(budget, "spec").put("minAvailable", 2));
        assertCounts(0, 2, 2, 2);
        assertThat(status().path("observedGeneration").asInt()).isEqualTo(2);
        assertThat(condition().path("observedGeneration").asInt()).isEqualTo(2);
        world.edit(
                Pods.RESOURCE,
                "default/p2",
                pod -> Draft.object(Draft.object(pod, "metadata"), "labels").put("app", "other"));
        assertCounts(0, 1, 2, 1);
    }

    @Test
    void aPodBeingDeletedIsNoLongerHealthyThoughStillExpected() {
        budget("\"minAvailable\":1");
        pod("p1", true, "");
        pod("p2", true, "");
        world.edit(
                Pods.RESOURCE,
                "default/p2",
                pod -> Draft.object(pod, "metadata")
                        .put("deletionTimestamp", world.now().plusSeconds(30).toString()));
        assertCounts(0, 1, 1, 2);
    }

    @Test
    void anEndedPodCountsAsExpectedByANumber() {
        budget("\"minAvailable\":1");
        pod("ended", false, "");
        world.edit(
                Pods.RESOURCE,
                "default/ended",
                pod -> Draft.object(pod, "status").put("phase", "Succeeded"));
        pod("p1", true, "");
        assertCounts(0, 1, 1, 2);
    }

    @Test
    void aPercentageIsOfWhatTheDeploymentAsksForWhicheverReplicaSetMadeThePods() {
        StoredObject deployment = world.create(Deployments.RESOURCE, Manifests.deployment("web", 5, "web:1"));
        String ofDeployment = owner("apps/v1", "Deployment", deployment);
        for (String name : List.of("old", "new")) {
            ObjectNode replicaSet = Manifests.replicaSet(name, 3);
            Draft.object(replicaSet, "metadata").set("ownerReferences", Json.parseValue(ofDeployment.getBytes(UTF_8)));
            StoredObject made = world.create(ReplicaSets.RESOURCE, replicaSet);
            for (int i = 0; i < 3; i++) {
                pod(name + i, true, owner("apps/v1", "ReplicaSet", made));
            }
        }
        budget("\"minAvailable\":\"50%\"");
        assertCounts(3, 6, 3, 5);
    }

    @Test
    void whatMayGoIsRoundedUpOfWhatTheOwnersTogetherAskFor() {
        StoredObject one = world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("one", 3));
        StoredObject other =
                world.create(GroupResource.core("replicationcontrollers"), Manifests.replicationController("other", 4));
        pod("p1", true, owner("apps/v1", "ReplicaSet", one));
        pod("p2", true, owner("v1", "ReplicationController", other));
        budget("\"maxUnavailable\":\"20%\"");
        assertCounts(0, 2, 5, 7);
        world.edit(BUDGETS, "default/b", budget -> Draft.object(budget, "spec").put("maxUnavailable", 6));
        assertCounts(1, 2, 1, 7);
        world.edit(BUDGETS, "default/b", budget -> Draft.object(budget, "spec").put("maxUnavailable", 9));
        assertCounts(2, 2, 0, 7);
    }

    @Test
    void podsWithoutAControllerAreHealthyButNotExpectedByAShare() {
        StoredObject owner = world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 1));
        pod("p1", true, owner("apps/v1", "ReplicaSet", owner));
        pod("alone", true, "");
        budget("\"maxUnavailable\":1");
        assertCounts(2, 2, 0, 1);
        assertThat(events()).singleElement().asString().startsWith("Warning UnmanagedPods: ");
    }

    @Test
    void onlyPodsWithoutAControllerAllowNothing() {
        pod("alone", true, "");
        budget("\"maxUnavailable\":1");
        assertCounts(0, 1, 0, 0);
    }

    @Test
    void whatHasNoPodsAllowsNothingAndSaysSoOnce() {
        budget("\"minAvailable\":0");
        assertCounts(0, 0, 0, 0);
        world.edit(BUDGETS, "default/b", budget -> Draft.object(budget, "spec").put("minAvailable", 1));
        assertCounts(0, 0, 1, 0);
        assertThat(events()).containsExactly("Normal NoPods: No matching pods found");
    }

    @Test
    void anOwnerWithoutAScaleStopsTheCount() {
        budget("\"minAvailable\":1");
        pod("p1", true, owner("apps/v1", "DaemonSet", "d", "uid-of-d"));
        assertCounts(0, 1, 1, 1);
        world.edit(BUDGETS, "default/b", budget -> {
            Draft.object(budget, "spec").remove("minAvailable");
            Draft.object(budget, "spec").put("maxUnavailable", 1);
        });
        JsonNode failed = condition();
        assertThat(failed.path("status").asString()).isEqualTo("False");
        assertThat(failed.path("reason").asString()).isEqualTo("SyncFailed");
        assertThat(failed.path("message").asString())
                .isEqualTo("daemonsets.apps does not implement the scale subresource");
        assertThat(status().path("disruptionsAllowed").asInt()).isZero();
        assertThat(status().path("observedGeneration").asInt()).isEqualTo(1);
        assertThat(events())
                .contains("Warning CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: "
                        + "daemonsets.apps does not implement the scale subresource");
    }

    @Test
    void anOwnerThatIsSeenLaterThanItsPodIsCountedWithinAMinute() {
        budget("\"maxUnavailable\":1");
        StoredObject owner = world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("late", 2));
        pod("p1", true, owner("apps/v1", "ReplicaSet", owner));
        world.delete(ReplicaSets.RESOURCE, "default/late");
        assertThat(condition().path("message").asString()).isEqualTo("found no controllers for pod \"p1\"");
        world.propose(List.of(Write.create(ReplicaSets.RESOURCE, owner.key(), owner.uid(), withoutVersion(owner))));
        world.settle();
        assertThat(condition().path("reason").asString()).isEqualTo("SyncFailed");
        world.advance(Duration.ofMinutes(1));
        assertCounts(0, 1, 1, 2);
    }

    @Test
    void anEvictedPodIsNotCountedUntilItsDeletionIsOverdue() {
        budget("\"minAvailable\":1");
        pod("p1", true, "");
        pod("p2", true, "");
        assertCounts(1, 2, 1, 2);
        world.edit(BUDGETS, "default/b", budget -> {
            ObjectNode status = Draft.object(budget, "status");
            status.put("disruptionsAllowed", 0);
            Draft.object(status, "disruptedPods")
                    .put("p2", world.now().toString())
                    .put("gone", world.now().toString());
        });
        assertCounts(0, 1, 1, 2);
        assertThat(status().path("disruptedPods").propertyNames()).containsExactly("p2");
        world.advance(Duration.ofSeconds(119));
        assertCounts(0, 1, 1, 2);
        world.advance(Duration.ofSeconds(1));
        assertCounts(1, 2, 1, 2);
        assertThat(status().has("disruptedPods")).isFalse();
        assertThat(events())
                .contains("Warning NotDeleted: Pod was expected by PDB default/b to be deleted but it wasn't");
    }

    @Test
    void aPodIsForgottenAsEvictedOnceItsDeletionIsSeen() {
        budget("\"minAvailable\":1");
        pod("p1", true, "");
        pod("p2", true, "");
        world.settle();
        world.edit(
                BUDGETS,
                "default/b",
                budget -> Draft.object(Draft.object(budget, "status"), "disruptedPods")
                        .put("p2", world.now().toString()));
        world.edit(
                Pods.RESOURCE,
                "default/p2",
                pod -> Draft.object(pod, "metadata")
                        .put("deletionTimestamp", world.now().toString()));
        assertCounts(0, 1, 1, 2);
        assertThat(status().has("disruptedPods")).isFalse();
    }

    @Test
    void anAbsentSelectorSelectsNothingAndAnEmptyOneAllPodsOfTheNamespace() {
        pod("p1", true, "");
        ObjectNode elsewhere = Manifests.pod("p2", "web");
        Draft.object(elsewhere, "metadata").put("namespace", "other");
        world.create(Pods.RESOURCE, elsewhere);
        budget("\"minAvailable\":0");
        world.edit(BUDGETS, "default/b", budget -> Draft.object(budget, "spec").remove("selector"));
        assertCounts(0, 0, 0, 0);
        world.edit(BUDGETS, "default/b", budget -> Draft.object(budget, "spec").putObject("selector"));
        assertCounts(1, 1, 0, 1);
    }

    @Test
    void theTimeOfTheConditionIsThatOfItsLastChange() {
        budget("\"minAvailable\":1");
        pod("p1", true, "");
        String first = condition().path("lastTransitionTime").asString();
        world.advance(Duration.ofMinutes(5));
        ready("p1", false);
        assertThat(condition().path("lastTransitionTime").asString()).isEqualTo(first);
        ready("p1", true);
        pod("p2", true, "");
        assertThat(condition().path("lastTransitionTime").asString())
                .isEqualTo(world.now().toString());
    }
}
