package io.shiplog.reconcilers.disruption;

import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.SelectedPods;
import io.shiplog.resources.disruption.DisruptionAllowed;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts how many pods of a disruption budget may go (pkg/controller/disruption, v1.34).
 *
 * <p>The rule: as many as are healthy beyond those that must be, and none while no pod is expected. A pod is healthy
 * when it is ready, nobody deletes it and no eviction has just let it go; how many must be follows from the budget and
 * from what the owners of its pods ask for. What cannot be counted allows nothing. The write replaces the status that
 * evictions count down, so a count that is older than an eviction is refused.
 */
public final class DisruptionReconciler implements Reconciler {
    /**
     * When to count again although nothing that could be counted has changed: what owns a pod may only not be seen yet.
     */
    private static final Duration RETRY = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "disruption";
    }

    @Override
    public Watches watches() {
        return Watches.own(DisruptionBudget.RESOURCE).with(Pods.RESOURCE, DisruptionReconciler::budgetsThatCount);
    }

    private static Collection<ObjectRef> budgetsThatCount(Change change, View view) {
        if (!mayChangeCounts(change.before(), change.after())) {
            return List.of();
        }
        var refs = new ArrayList<ObjectRef>();
        for (StoredObject budget :
                view.list(DisruptionBudget.RESOURCE, change.key().namespace())) {
            if (isSelected(change.before(), budget) || isSelected(change.after(), budget)) {
                refs.add(new ObjectRef(DisruptionBudget.RESOURCE, budget.key()));
            }
        }
        return refs;
    }

    private static boolean mayChangeCounts(@Nullable StoredObject before, @Nullable StoredObject after) {
        return before == null
                || after == null
                || before.facts().deleting() != after.facts().deleting()
                || !before.facts().labels().equals(after.facts().labels())
                || !Objects.equals(before.facts().controller(), after.facts().controller())
                || PodFacts.of(before).isReady() != PodFacts.of(after).isReady();
    }

    private static boolean isSelected(@Nullable StoredObject pod, StoredObject budget) {
        return pod != null
                && DisruptionBudget.of(budget).selector().matches(pod.facts().labels());
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(ref.resource(), ref.key());
        if (stored == null || !ref.resource().equals(DisruptionBudget.RESOURCE)) {
            return Plan.EMPTY;
        }
        var events = new BudgetEvents(view, stored, moment);
        DisruptionBudget budget = DisruptionBudget.of(stored);
        List<StoredObject> pods = SelectedPods.of(view, ref.key().namespace(), budget.selector());
        if (pods.isEmpty()) {
            events.noPods();
        }
        Draft draft = Draft.of(stored);
        Instant revisit;
        switch (Expectation.of(budget, pods, new OwnerScales(view))) {
            case Expectation.Unknown unknown -> {
                events.expectationFailed(unknown.why());
                draft.status().put("disruptionsAllowed", 0);
                DisruptionAllowed.failed(draft.status(), unknown.why(), moment.now());
                revisit = moment.now().plus(RETRY);
            }
            case Expectation.Counted expected -> {
                if (expected.hasUnmanaged()) {
                    events.unmanagedPods();
                }
                var disrupted = DisruptedPods.of(budget, pods, moment.now());
                disrupted.overdue().forEach(events::notDeleted);
                draft.json().set("status", status(draft, expected, pods, disrupted, moment.now()));
                revisit = disrupted.nextOverdue();
            }
        }
        var steps = new ArrayList<Step>();
        draft.write().ifPresent(write -> steps.add(new Step("update", List.of(write))));
        for (PlannedWrite event : events.news()) {
            steps.add(new Step("create", List.of(event)));
        }
        return steps.isEmpty() && revisit == null ? Plan.EMPTY : new Plan(steps, revisit);
    }

    private static ObjectNode status(
            Draft draft, Expectation.Counted expected, List<StoredObject> pods, DisruptedPods disrupted, Instant now) {
        int healthy = 0;
        for (StoredObject pod : pods) {
            boolean stays = !pod.facts().deleting()
                    && !disrupted.expected().containsKey(pod.key().name());
            healthy += stays && PodFacts.of(pod).isReady() ? 1 : 0;
        }
        int allowed = expected.pods() <= 0 ? 0 : Math.max(0, healthy - expected.desiredHealthy());
        ObjectNode status = Json.object();
        Draft.putUnlessZero(
                status,
                "observedGeneration",
                draft.metadata().path("generation").asLong(0));
        if (!disrupted.expected().isEmpty()) {
            ObjectNode names = status.putObject("disruptedPods");
            disrupted.expected().forEach((pod, since) -> names.put(pod, Times.text(since)));
        }
        status.put("disruptionsAllowed", allowed)
                .put("currentHealthy", healthy)
                .put("desiredHealthy", expected.desiredHealthy())
                .put("expectedPods", expected.pods());
        JsonNode conditions = draft.status().get("conditions");
        if (conditions != null) {
            status.set("conditions", conditions);
        }
        DisruptionAllowed.say(status, now);
        return status;
    }
}
