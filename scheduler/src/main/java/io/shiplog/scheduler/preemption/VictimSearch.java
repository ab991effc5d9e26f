package io.shiplog.scheduler.preemption;

import io.shiplog.objects.ObjectKey;
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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the fewest pods that have to leave a node: all of lower priority go, then, most important first and those
 * that a disruption budget protects before others, each comes back if the pod still fits.
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
        var rest = new Rest(node);
        lower.forEach(rest::remove);
        Rejection rejection = rest.reject();
        if (rejection != null) {
            return new NotFound(rejection);
        }
        List<PodInfo> violating = violating(lower);
        var order = new ArrayList<>(violating);
        lower.stream().filter(other -> !violating.contains(other)).forEach(order::add);
        var victims = new ArrayList<PodInfo>();
        int violations = 0;
        for (PodInfo other : order) {
            rest.putBack(other);
            if (rest.reject() != null) {
                rest.remove(other);
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

    /**
     * The cluster while pods leave one node and come back. The snapshot follows only as far as a filter asks for it.
     */
    private final class Rest {
        private final List<UnaryOperator<Snapshot>> steps = new ArrayList<>();
        private NodeInfo node;
        private Snapshot left = snapshot;

        Rest(NodeInfo node) {
            this.node = node;
        }

        void remove(PodInfo other) {
            node = node.without(other);
            steps.add(it -> it.without(other.key()));
        }

        void putBack(PodInfo other) {
            node = node.with(other);
            steps.add(it -> it.with(other));
        }

        @Nullable
        Rejection reject() {
            return prepared.without(node, this::left).reject(node);
        }

        private Snapshot left() {
            for (UnaryOperator<Snapshot> step : steps) {
                left = step.apply(left);
            }
            steps.clear();
            return left;
        }
    }

    /** Those whose going a disruption budget does not allow, when all went in this order. */
    private List<PodInfo> violating(List<PodInfo> pods) {
        Map<ObjectKey, Integer> allowed = new HashMap<>();
        var violating = new ArrayList<PodInfo>();
        for (PodInfo other : pods) {
            boolean against = false;
            for (Budget budget : snapshot.clusterContext().budgets().values()) {
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
