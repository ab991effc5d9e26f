package io.shiplog.apiserver.subresource;

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
import io.shiplog.resources.selector.LabelSelectors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code policy/v1} Eviction: deletes a pod unless that would leave its disruption budget too few healthy ones. The budget
 * is counted on the state that the deletion is decided on, so two evictions at once cannot both slip through: the second
 * one's proposal also touches the budget, and loses.
 */
public final class Eviction implements Operation {
    private static final GroupResource BUDGETS = new GroupResource("poddisruptionbudgets", "policy");
    private static final String REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";

    private final Subject pod;
    private final Deletion deletion;

    /** @param deletion what deletes the pod */
    public Eviction(Subject pod, Deletion deletion) {
        this.pod = pod;
        this.deletion = deletion;
    }

    @Override
    public Decision decide(State state) {
        StoredObject current = state.get(pod.stored(), pod.key());
        if (current != null && !current.facts().deleting()) {
            checkBudget(state, current);
        }
        Reply done = new Reply.Outcome(new ApiStatus(201, "", "", null));
        return switch (deletion.decide(state)) {
            case Decision.Answer answer -> new Decision.Answer(done);
            case Decision.Propose proposed -> new Decision.Propose(touching(state, current, proposed), stored -> done);
        };
    }

    private void checkBudget(State state, StoredObject current) {
        ObjectNode tree = Documents.tree(current);
        String phase = text(tree, "status", "phase");
        if (phase.equals("Succeeded") || phase.equals("Failed") || phase.equals("Pending")) {
            return;
        }
        List<StoredObject> budgets = budgets(state, current);
        if (budgets.size() > 1) {
            throw Failures.internal(
                            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                                    + " not support.")
                    .exception();
        }
        if (budgets.isEmpty()) {
            return;
        }
        StoredObject budget = budgets.getFirst();
        DisruptionCount count = DisruptionCount.of(state, budget);
        if (count.allowed() > 0 || !DisruptionCount.isReady(tree) && mayGoUnready(budget, count)) {
            return;
        }
        Cause cause = new Cause(
                "DisruptionBudget",
                "The disruption budget " + budget.key().name() + " needs " + count.desiredHealthy()
                        + " healthy pods and has " + count.currentHealthy() + " currently",
                "");
        // No time to wait is named: client libraries would wait it out and ask again by themselves, many times.
        throw Failures.tooManyRequests(REFUSAL, 0, List.of(cause)).exception();
    }

    /** A pod that is not ready leaves its budget as healthy as it was: it may go when the budget is healthy, or says so. */
    private static boolean mayGoUnready(StoredObject budget, DisruptionCount count) {
        String policy = text(Documents.tree(budget), "spec", "unhealthyPodEvictionPolicy");
        return policy.equals("AlwaysAllow")
                || count.desiredHealthy() > 0 && count.currentHealthy() >= count.desiredHealthy();
    }

    /** The pod's deletion and, unchanged in content, its budget: of two evictions under one budget only one takes effect. */
    private List<Write> touching(State state, @Nullable StoredObject current, Decision.Propose proposed) {
        List<Write> writes = new ArrayList<>(proposed.writes());
        if (current != null) {
            for (StoredObject budget : budgets(state, current)) {
                writes.add(Write.replace(budget, Documents.forWrite(Documents.tree(budget))));
            }
        }
        return writes;
    }

    private List<StoredObject> budgets(State state, StoredObject current) {
        List<StoredObject> budgets = new ArrayList<>();
        for (StoredObject budget : state.list(BUDGETS, pod.namespace())) {
            var selector = LabelSelectors.of(Documents.tree(budget).path("spec").path("selector"));
            if (selector.matches(current.facts().labels())) {
                budgets.add(budget);
            }
        }
        return budgets;
    }
}
