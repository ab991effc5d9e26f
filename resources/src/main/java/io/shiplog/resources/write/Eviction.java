package io.shiplog.resources.write;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.conditions.PodConditions;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.disruption.EvictionRuling;
import io.shiplog.resources.json.Trees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code policy/v1} Eviction: deletes a pod unless its disruption budget's status says that too few healthy ones would
 * be left. The deletion and what it takes of the budget are one proposal, so of two evictions at once under one budget
 * the second one loses, and is decided again on what the first one left.
 *
 * @param deletion what deletes the pod
 */
public record Eviction(Deletion deletion) implements WriteRequest {
    private static final String REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";

    /** A bare Status, without reason and details ({@code EvictionREST.Create}, v1.34). */
    private static final Refusal SEVERAL = new Refusal(
            500,
            "",
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
            null);

    /** Upstream's hint to clients when a budget has not been counted yet. */
    private static final int UNCOUNTED_RETRY_SECONDS = 10;

    @Override
    public Decision decide(View view) {
        Target pod = deletion.target();
        StoredObject current = view.get(pod.stored(), pod.key());
        ObjectNode tree = current == null ? null : Trees.of(current);
        List<StoredObject> budgets =
                current == null || tree == null || isFree(current, tree) ? List.of() : budgets(view, current);
        if (tree == null || budgets.isEmpty()) {
            return deleted(view, null);
        }
        if (budgets.size() > 1) {
            return new Decision.Refused(SEVERAL);
        }
        StoredObject budget = budgets.getFirst();
        boolean healthy = PodConditions.holds(Trees.child(tree, "status"), "Ready");
        return switch (EvictionRuling.of(DisruptionBudget.of(budget), healthy)) {
            case EvictionRuling.Free _ -> deleted(view, null);
            case EvictionRuling.Charged _ -> deleted(view, budget);
            case EvictionRuling.Exhausted(int desired, int healthyNow) ->
                // No time to wait is named: client libraries would wait it out and ask again by themselves, many times.
                refused(budget, " needs " + desired + " healthy pods and has " + healthyNow + " currently", 0);
            case EvictionRuling.Uncounted _ ->
                refused(budget, " is still being processed by the server.", UNCOUNTED_RETRY_SECONDS);
            case EvictionRuling.Unusable(String why) -> {
                // Upstream names the resource in the singular here.
                var named = new GroupResource("poddisruptionbudget", DisruptionBudget.RESOURCE.group());
                yield new Decision.Refused(Refusal.forbidden(named, budget.key().name(), why, List.of()));
            }
        };
    }

    /** The pod's deletion, which says why if something of the pod stays, and what it takes of its budget. */
    private Decision deleted(View view, @Nullable StoredObject charged) {
        Decision decision = deletion.decide(view, this::explained);
        if (charged == null || !(decision instanceof Decision.Propose(List<Write> deleted, StoredObject last))) {
            return decision;
        }
        List<Write> writes = new ArrayList<>(deleted);
        ObjectNode budget = Trees.of(charged);
        EvictionRuling.charge(budget, deletion.target().name(), deletion.now());
        writes.add(Writes.replace(charged, budget));
        return new Decision.Propose(writes, last);
    }

    private ObjectNode explained(ObjectNode pod) {
        var why = Condition.holds(PodConditions.DISRUPTION_TARGET, "EvictionByEvictionAPI", "Eviction API: evicting");
        PodConditions.set(Trees.child(pod, "status"), why, 0, deletion.now());
        return pod;
    }

    /** Whether no budget has to allow it. */
    private static boolean isFree(StoredObject current, ObjectNode pod) {
        String phase = Trees.text(pod, "status", "phase");
        return current.facts().deleting()
                || phase.equals("Succeeded")
                || phase.equals("Failed")
                || phase.equals("Pending");
    }

    private static Decision refused(StoredObject budget, String why, int retryAfterSeconds) {
        var cause = new Cause(
                "DisruptionBudget", "The disruption budget " + budget.key().name() + why, "");
        return new Decision.Refused(Refusal.tooManyRequests(REFUSAL, retryAfterSeconds, List.of(cause)));
    }

    private static List<StoredObject> budgets(View view, StoredObject pod) {
        List<StoredObject> budgets = new ArrayList<>();
        for (StoredObject budget :
                view.list(DisruptionBudget.RESOURCE, pod.key().namespace())) {
            if (DisruptionBudget.of(budget).selector().matches(pod.facts().labels())) {
                budgets.add(budget);
            }
        }
        return budgets;
    }
}
