package io.shiplog.reconcilers.loop;

import static io.shiplog.reconcilers.world.Manifests.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.deployment.DeploymentReconciler;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.resourcequota.ResourceQuotaReconciler;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Pods of controllers under the policies of their namespace. */
class AdmittedPodsTest {
    private static final GroupResource QUOTAS = PolicyKinds.QUOTA_RESOURCE;
    private static final Origin USER = new Origin("user", List.of(), "update", "test");

    private final Deque<Proposal> journal = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private final StateView view = new StateView();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private State state = State.EMPTY;
    private int ids;
    private final ReconcileLoop loop = loop();

    @Test
    void aReplicaSetMakesAsManyPodsAsTheQuotaHasPlacesForAndSaysWhyNotMore() {
        create(QUOTAS, quota(3));
        create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 5));
        settle();
        assertThat(pods()).hasSize(3);
        assertThat(json(QUOTAS, "q").at("/status"))
                .isEqualTo(parse("{\"hard\":{\"pods\":\"3\"},\"used\":{\"pods\":\"3\"}}"));
        ObjectNode status = status(ReplicaSets.RESOURCE, "web");
        assertThat(status.path("replicas").asInt()).isEqualTo(3);
        ObjectNode condition = Objects.requireNonNull(StatusConditions.find(status, "ReplicaFailure"));
        assertThat(condition.path("status").asString()).isEqualTo("True");
        assertThat(condition.path("reason").asString()).isEqualTo("FailedCreate");
        assertThat(condition.path("message").asString())
                .matches("pods \"web-.....\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=3,"
                        + " limited: pods=3");
        assertThat(events("FailedCreate")).singleElement().satisfies(event -> {
            assertThat(event.path("type").asString()).isEqualTo("Warning");
            assertThat(event.path("message").asString()).startsWith("Error creating: pods \"web-");
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void theRestIsMadeAsSoonAsTheQuotaIsRaised() {
        create(QUOTAS, quota(3));
        create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 5));
        settle();
        edit(QUOTAS, "q", quota -> quota.withObject("/spec/hard").put("pods", "9"));
        settle();
        assertThat(pods()).hasSize(5);
        assertThat(json(QUOTAS, "q").at("/status"))
                .isEqualTo(parse("{\"hard\":{\"pods\":\"9\"},\"used\":{\"pods\":\"5\"}}"));
        assertThat(StatusConditions.find(status(ReplicaSets.RESOURCE, "web"), "ReplicaFailure"))
                .isNull();
    }

    @Test
    void aPlaceThatBecomesFreeIsTaken() {
        create(QUOTAS, quota(3));
        create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 5));
        settle();
        propose(List.of(Write.delete(pods().getFirst())));
        propose(List.of(Write.delete(pods().getFirst())));
        settle();
        assertThat(pods()).hasSize(3);
        assertThat(json(QUOTAS, "q").at("/status/used/pods").asString()).isEqualTo("3");
    }

    @Test
    void whoeverTakesTheLastPlaceMeanwhileKeepsIt() {
        create(QUOTAS, quota(1));
        settle();
        create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 1));
        loop.work(now, () -> true);
        assertThat(journal).as("the loop's pod is under way").isNotEmpty();
        StoredObject quota = stored(QUOTAS, "q");
        ObjectNode charged = tree(quota);
        charged.withObject("/status/used").put("pods", "1");
        append(new Proposal(
                "rival",
                USER,
                List.of(
                        Write.create(
                                Pods.RESOURCE,
                                ObjectKey.parse("default/rival"),
                                "rival",
                                Json.bytes(Manifests.pod("rival", "other"))),
                        Write.replace(quota, Json.bytes(charged)))));
        settle();
        assertThat(pods())
                .singleElement()
                .satisfies(pod -> assertThat(pod.uid()).isEqualTo("rival"));
    }

    @Test
    void podsGetTheResourcesAndThePriorityThatTheirNamespaceAndClusterGive() {
        create(
                PolicyKinds.LIMIT_RANGE_RESOURCE,
                parse(
                        "{\"kind\":\"LimitRange\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"l\",\"namespace\":\"default\"},"
                                + "\"spec\":{\"limits\":[{\"type\":\"Container\",\"default\":{\"cpu\":\"1\"}}]}}"));
        create(
                PolicyKinds.PRIORITY_RESOURCE,
                parse(
                        "{\"kind\":\"PriorityClass\",\"apiVersion\":\"scheduling.k8s.io/v1\",\"metadata\":{\"name\":\"usual\"},"
                                + "\"value\":7,\"globalDefault\":true}"));
        create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 1));
        settle();
        ObjectNode pod = tree(pods().getFirst());
        assertThat(pod.at("/spec/containers/0/resources/limits/cpu").asString()).isEqualTo("1");
        assertThat(pod.at("/spec/priority").asInt()).isEqualTo(7);
        assertThat(pod.at("/spec/priorityClassName").asString()).isEqualTo("usual");
    }

    @Test
    void aTemplateThatTheLimitRangeMakesInvalidIsRefusedLikeAPodOfAUser() {
        create(
                PolicyKinds.LIMIT_RANGE_RESOURCE,
                parse(
                        "{\"kind\":\"LimitRange\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"l\",\"namespace\":\"default\"},"
                                + "\"spec\":{\"limits\":[{\"type\":\"Container\",\"default\":{\"cpu\":\"1\"}}]}}"));
        ObjectNode owner = Manifests.replicaSet("web", 1);
        owner.withObject("/spec/template/spec/containers/0/resources/requests").put("cpu", "2");
        create(ReplicaSets.RESOURCE, owner);
        settle();
        assertThat(pods()).isEmpty();
        assertThat(failure(ReplicaSets.RESOURCE, "web"))
                .matches(
                        "Pod \"web-.....\" is invalid: spec.containers\\[0\\].resources.requests: Invalid value: \"2\": must"
                                + " be less than or equal to cpu limit of 1");
    }

    @Test
    void aPriorityClassThatIsMissingHoldsThePodsUntilItIsThere() {
        ObjectNode owner = Manifests.replicaSet("web", 2);
        owner.withObject("/spec/template/spec").put("priorityClassName", "high");
        create(ReplicaSets.RESOURCE, owner);
        settle();
        assertThat(failure(ReplicaSets.RESOURCE, "web"))
                .matches("pods \"web-.....\" is forbidden: no PriorityClass with name high was found");
        create(
                PolicyKinds.PRIORITY_RESOURCE,
                parse(
                        "{\"kind\":\"PriorityClass\",\"apiVersion\":\"scheduling.k8s.io/v1\",\"metadata\":{\"name\":\"high\"},"
                                + "\"value\":1000}"));
        settle();
        assertThat(pods()).hasSize(2);
    }

    @Test
    void aDeploymentTellsWhyItsReplicaSetHasNoPods() {
        create(QUOTAS, quota(0));
        create(Deployments.RESOURCE, Manifests.deployment("web", 2, "web:1"));
        settle();
        assertThat(failure(Deployments.RESOURCE, "web")).contains("exceeded quota: q");
        edit(QUOTAS, "q", quota -> quota.withObject("/spec/hard").put("pods", "2"));
        settle();
        assertThat(StatusConditions.find(status(Deployments.RESOURCE, "web"), "ReplicaFailure"))
                .isNull();
    }

    @Test
    void aDeploymentTellsWhyItHasNoReplicaSet() {
        ObjectNode quota = quota(0);
        quota.withObject("/spec").putObject("hard").put("count/replicasets.apps", "0");
        create(QUOTAS, quota);
        create(Deployments.RESOURCE, Manifests.deployment("web", 2, "web:1"));
        settle();
        ObjectNode condition =
                Objects.requireNonNull(StatusConditions.find(status(Deployments.RESOURCE, "web"), "Progressing"));
        assertThat(condition.path("reason").asString()).isEqualTo("ReplicaSetCreateError");
        assertThat(condition.path("message").asString())
                .startsWith("Failed to create new replica set \"web-")
                .contains("exceeded quota: q, requested: count/replicasets.apps=1");
        assertThat(events("ReplicaSetCreateError")).hasSize(1);
        edit(QUOTAS, "q", each -> each.withObject("/spec/hard").put("count/replicasets.apps", "1"));
        settle();
        assertThat(pods()).hasSize(2);
    }

    @Test
    void withoutPoliciesNothingIsWrittenAlong() {
        create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", 2));
        loop.work(now, () -> true);
        assertThat(journal)
                .singleElement()
                .satisfies(proposal -> assertThat(proposal.writes())
                        .noneMatch(write -> write.resource().equals(QUOTAS)));
    }

    private static ObjectNode quota(int pods) {
        return parse(
                "{\"kind\":\"ResourceQuota\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"q\",\"namespace\":\"default\"},"
                        + "\"spec\":{\"hard\":{\"pods\":\"" + pods + "\"}}}");
    }

    private String failure(GroupResource resource, String name) {
        ObjectNode condition = StatusConditions.find(status(resource, name), "ReplicaFailure");
        return condition == null ? "" : condition.path("message").asString();
    }

    private ObjectNode status(GroupResource resource, String name) {
        return json(resource, name).withObject("/status");
    }

    private List<StoredObject> pods() {
        return List.copyOf(state.list(Pods.RESOURCE));
    }

    private List<ObjectNode> events(String reason) {
        return state.list(Events.RESOURCE).stream()
                .map(AdmittedPodsTest::tree)
                .filter(event -> event.path("reason").asString("").equals(reason))
                .toList();
    }

    private StoredObject stored(GroupResource resource, String name) {
        return Objects.requireNonNull(state.get(resource, ObjectKey.parse("default/" + name)));
    }

    private ObjectNode json(GroupResource resource, String name) {
        return tree(stored(resource, name));
    }

    private static ObjectNode tree(StoredObject object) {
        ObjectNode json = Json.parse(object.json());
        json.withObject("/metadata").remove("resourceVersion");
        return json;
    }

    private void create(GroupResource resource, ObjectNode json) {
        ObjectNode metadata = json.withObject("/metadata");
        String uid = "u" + ids++;
        metadata.put("uid", uid).put("creationTimestamp", now.toString()).put("generation", 1);
        var key = new ObjectKey(
                metadata.path("namespace").asString(""), metadata.path("name").asString(""));
        propose(new PlannedWrite.Creating(resource, key, uid, json)
                .decide(state, now)
                .writes());
    }

    private void edit(GroupResource resource, String name, java.util.function.Consumer<ObjectNode> edit) {
        StoredObject stored = stored(resource, name);
        ObjectNode json = tree(stored);
        edit.accept(json);
        propose(List.of(Write.replace(stored, Json.bytes(json))));
    }

    private void propose(List<Write> writes) {
        append(new Proposal("user" + ids++, USER, writes));
    }

    private void append(Proposal proposal) {
        var folded = state.fold(proposal, state.resourceVersion());
        state = folded.next();
        if (folded.verdict() instanceof Verdict.Accepted accepted) {
            accepted.changes().forEach(change -> loop.take(StateRecord.of(change, proposal.id()), now));
        }
    }

    /** Until nobody proposes anything any more. */
    private void settle() {
        for (int round = 0; round < 200; round++) {
            loop.work(now, () -> true);
            if (journal.isEmpty()) {
                now = now.plusSeconds(10);
                loop.work(now, () -> true);
            }
            if (journal.isEmpty()) {
                return;
            }
            append(journal.removeFirst());
        }
        throw new AssertionError("does not come to rest");
    }

    private ReconcileLoop loop() {
        var output = new ReconcileLoop.Output() {
            @Override
            public void propose(Proposal proposal) {
                journal.add(proposal);
            }

            @Override
            public void failed(String controller, ObjectRef ref, Throwable fault) {
                faults.add(controller + " " + ref + " " + fault);
            }
        };
        return new ReconcileLoop(
                view,
                List.of(new DeploymentReconciler(), ReplicaReconciler.ofReplicaSets(), new ResourceQuotaReconciler()),
                () -> "id" + ids++,
                output);
    }
}
