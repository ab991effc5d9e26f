package io.shiplog.apiserver.subresource;

import static io.shiplog.apiserver.store.Documents.child;
import static io.shiplog.apiserver.store.Documents.text;

import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.Decision;
import io.shiplog.apiserver.store.Deletion;
import io.shiplog.apiserver.store.Documents;
import io.shiplog.apiserver.store.Operation;
import io.shiplog.apiserver.store.Reply;
import io.shiplog.apiserver.store.Subject;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.conditions.PodConditions;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.disruption.EvictionRuling;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code policy/v1} Eviction: deletes a pod unless its disruption budget's status says that too few healthy ones would be left.
 * The deletion and what it takes of the budget are one proposal, so of two evictions at once under one budget the second one
 * loses, and is decided again on what the first one left.
 */
public final class Eviction implements Operation {
    private static final String REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";

    /** Upstream's hint to clients when a budget has not been counted yet. */
    private static final int UNCOUNTED_RETRY_SECONDS = 10;

    private final Subject pod;
    private final Deletion deletion;
    private final Instant now;

    /** @param deletion what deletes the pod */
    public Eviction(Subject pod, Deletion deletion, Instant now) {
        this.pod = pod;
        this.deletion = deletion;
        this.now = now;
    }

    @Override
    public Decision decide(State state) {
        StoredObject current = state.get(pod.stored(), pod.key());
        StoredObject charged = current == null ? null : charged(state, current);
        Reply done = new Reply.Outcome(new ApiStatus(201, "", "", null));
        return switch (deletion.decide(state)) {
            case Decision.Answer _ -> new Decision.Answer(done);
            case Decision.Propose proposed -> new Decision.Propose(writes(proposed, charged), _ -> done);
        };
    }

    /** The budget that the eviction takes from; null when none has to allow it, or when it takes nothing. */
    private @Nullable StoredObject charged(State state, StoredObject current) {
        ObjectNode tree = Documents.tree(current);
        String phase = text(tree, "status", "phase");
        if (current.facts().deleting()
                || phase.equals("Succeeded")
                || phase.equals("Failed")
                || phase.equals("Pending")) {
            return null;
        }
        List<StoredObject> budgets = budgets(state, current);
        if (budgets.size() > 1) {
            throw Failures.internal(
                            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                                    + " not support.")
                    .exception();
        }
        if (budgets.isEmpty()) {
            return null;
        }
        StoredObject budget = budgets.getFirst();
        boolean healthy = PodConditions.holds(child(tree, "status"), "Ready");
        return switch (EvictionRuling.of(DisruptionBudget.of(budget), healthy)) {
            case EvictionRuling.Free _ -> null;
            case EvictionRuling.Charged _ -> budget;
            case EvictionRuling.Exhausted(int desired, int healthyNow) ->
                // No time to wait is named: client libraries would wait it out and ask again by themselves, many times.
                throw refused(budget, " needs " + desired + " healthy pods and has " + healthyNow + " currently", 0);
            case EvictionRuling.Uncounted _ ->
                throw refused(budget, " is still being processed by the server.", UNCOUNTED_RETRY_SECONDS);
            case EvictionRuling.Unusable(String why) -> {
                var named = new GroupResource("poddisruptionbudget", DisruptionBudget.RESOURCE.group());
                throw Failures.forbidden(named, budget.key().name(), why, List.of())
                        .exception();
            }
        };
    }

    private static RuntimeException refused(StoredObject budget, String why, int retryAfterSeconds) {
        var cause = new Cause(
                "DisruptionBudget", "The disruption budget " + budget.key().name() + why, "");
        return Failures.tooManyRequests(REFUSAL, retryAfterSeconds, List.of(cause))
                .exception();
    }

    /** The pod's deletion, which says why if something of the pod stays, and what it takes of its budget. */
    private List<Write> writes(Decision.Propose proposed, @Nullable StoredObject charged) {
        List<Write> writes = new ArrayList<>(proposed.writes());
        writes.set(0, explained(writes.getFirst()));
        if (charged != null) {
            ObjectNode budget = Documents.tree(charged);
            EvictionRuling.charge(budget, pod.name(), now);
            writes.add(Write.replace(charged, Documents.forWrite(budget)));
        }
        return writes;
    }

    private Write explained(Write deletion) {
        byte[] object = deletion.object();
        if (object == null) {
            return deletion;
        }
        ObjectNode marked = Json.parse(object);
        var why = Condition.holds(PodConditions.DISRUPTION_TARGET, "EvictionByEvictionAPI", "Eviction API: evicting");
        PodConditions.set(child(marked, "status"), why, 0, now);
        return new Write(
                deletion.resource(), deletion.key(), deletion.uid(), deletion.base(), Documents.forWrite(marked));
    }

    private List<StoredObject> budgets(State state, StoredObject current) {
        List<StoredObject> budgets = new ArrayList<>();
        for (StoredObject budget : state.list(DisruptionBudget.RESOURCE, pod.namespace())) {
            if (DisruptionBudget.of(budget).selector().matches(current.facts().labels())) {
                budgets.add(budget);
            }
        }
        return budgets;
    }
}
