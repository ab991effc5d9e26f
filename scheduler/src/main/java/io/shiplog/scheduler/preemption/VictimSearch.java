package io.shiplog.scheduler.preemption;

import io.shiplog.journal.ObjectKey;
import io.shiplog.scheduler.cluster.Budget;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.Filters;
import io.shiplog.scheduler.framework.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the fewest pods that have to leave a node: all of lower priority go, then, most important first and those that
 * a disruption budget protects before others, each comes back if the pod still fits.
 */
final class VictimSearch {
    private static final Rejection NOBODY =
            Rejection.unresolvable("No preemption victims found for incoming pod", "DefaultPreemption", Set.of());

    private final Filters.Prepared prepared;
    private final PodInfo pod;
    private final Snapshot snapshot;

    /**
     * @param prepared the filters for {@code pod} and {@code snapshot}
     */
    VictimSearch(Filters.Prepared prepared, PodInfo pod, Snapshot snapshot) {
        this.prepared = prepared;
        this.pod = pod;
        this.snapshot = snapshot;
    }

    sealed interface Result {}

    record Found(Candidate candidate) implements Result {}

    record NotFound(Rejection rejection) implements Result {}

    Result on(NodeInfo node) {
        List<PodInfo> lower = node.pods().all().stream()
                .filter(other -> other.priority() < pod.priority())
                .sorted(Candidate.IMPORTANCE)
                .toList();
        if (lower.isEmpty()) {
            return new NotFound(NOBODY);
        }
        Snapshot left = snapshot;
        for (PodInfo other : lower) {
            left = left.without(other.key());
        }
        Rejection rejection = reject(left, node.name());
        if (rejection != null) {
            return new NotFound(rejection);
        }
        List<PodInfo> violating = violating(lower);
        var order = new ArrayList<>(violating);
        lower.stream().filter(other -> !violating.contains(other)).forEach(order::add);
        var victims = new ArrayList<PodInfo>();
        int violations = 0;
        for (PodInfo other : order) {
            Snapshot reprieved = left.with(other);
            if (reject(reprieved, node.name()) == null) {
                left = reprieved;
            } else {
                victims.add(other);
                violations += violating.contains(other) ? 1 : 0;
            }
        }
        if (victims.isEmpty()) {
            return new NotFound(NOBODY);
        }
        victims.sort(Candidate.IMPORTANCE);
        return new Found(new Candidate(node.name(), victims, violations));
    }

    private @Nullable Rejection reject(Snapshot with, String name) {
        NodeInfo node = with.node(name);
        return node == null ? NOBODY : prepared.without(with, name).reject(node);
    }

    /** Those whose going a disruption budget does not allow, when all went in this order. */
    private List<PodInfo> violating(List<PodInfo> pods) {
        Map<ObjectKey, Integer> allowed = new HashMap<>();
        var violating = new ArrayList<PodInfo>();
        for (PodInfo other : pods) {
            boolean against = false;
            for (Budget budget : snapshot.surroundings().budgets().values()) {
                if (budget.protects(other)) {
                    int left = allowed.getOrDefault(budget.key(), budget.disruptionsAllowed()) - 1;
                    allowed.put(budget.key(), left);
                    against |= left < 0;
                }
            }
            if (against) {
                violating.add(other);
            }
        }
        return violating;
    }
}
