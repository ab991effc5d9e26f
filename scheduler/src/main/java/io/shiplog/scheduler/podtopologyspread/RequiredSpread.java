package io.shiplog.scheduler.podtopologyspread;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cluster.SpreadConstraint;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.NodeFilter;
import io.shiplog.scheduler.framework.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The DoNotSchedule constraints of one pod with the matching pods counted per domain. A node is rejected when the pod would
 * make its domain exceed the emptiest one by more than maxSkew.
 */
final class RequiredSpread implements NodeFilter {
    private static final String MISMATCH = "node(s) didn't match pod topology spread constraints";
    private static final Set<EventKind> WOKEN_BY = Set.of(
            EventKind.NODE_ADDED,
            EventKind.NODE_LABELS_CHANGED,
            EventKind.NODE_TAINTS_CHANGED,
            EventKind.POD_BOUND,
            EventKind.POD_GONE,
            EventKind.POD_LABELS_CHANGED);
    private static final Rejection SKEWED = Rejection.unschedulable(MISMATCH, PodTopologySpread.NAME, WOKEN_BY);
    private static final Rejection NO_LABEL =
            Rejection.unresolvable(MISMATCH + " (missing required label)", PodTopologySpread.NAME, WOKEN_BY);

    private final List<Counted> constraints;

    /** A constraint, its matching pods by domain, the count of the emptiest domain, and whether the pod itself counts. */
    private record Counted(SpreadConstraint constraint, Map<String, Long> byDomain, long emptiest, boolean self) {}

    private RequiredSpread(List<Counted> constraints) {
        this.constraints = constraints;
    }

    static RequiredSpread of(PodInfo pod, Snapshot snapshot, List<SpreadConstraint> constraints) {
        List<NodeInfo> nodes = snapshot.nodes().stream()
                .filter(node -> SpreadConstraint.allKeysOn(node.node(), constraints))
                .toList();
        var counted = new ArrayList<Counted>();
        for (SpreadConstraint constraint : constraints) {
            var byDomain = new HashMap<String, Long>();
            for (NodeInfo node : nodes) {
                if (constraint.counts(node.node(), pod.rules())) {
                    String domain = node.node().labels().getOrDefault(constraint.topologyKey(), "");
                    long here = MatchingPods.on(
                            node, constraint.selector(), pod.key().namespace());
                    byDomain.merge(domain, here, Long::sum);
                }
            }
            boolean tooFew = byDomain.size() < constraint.minDomains();
            long emptiest = tooFew
                    ? 0
                    : byDomain.values().stream()
                            .mapToLong(Long::longValue)
                            .min()
                            .orElse(0);
            boolean self = constraint.selector().matches(pod.labels());
            counted.add(new Counted(constraint, byDomain, emptiest, self));
        }
        return new RequiredSpread(counted);
    }

    @Override
    public @Nullable Rejection reject(NodeInfo node) {
        for (Counted counted : constraints) {
            SpreadConstraint constraint = counted.constraint();
            String domain = node.node().labels().get(constraint.topologyKey());
            if (domain == null) {
                return NO_LABEL;
            }
            long here = counted.byDomain().getOrDefault(domain, 0L) + (counted.self() ? 1 : 0);
            if (here - counted.emptiest() > constraint.maxSkew()) {
                return SKEWED;
            }
        }
        return null;
    }
}
