package io.shiplog.scheduler.podtopologyspread;

import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cluster.SpreadConstraint;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.NodeFilter;
import io.shiplog.scheduler.framework.Rejection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The DoNotSchedule constraints of one pod with the matching pods counted per domain. A node is rejected when the pod
 * would make its domain exceed the emptiest one by more than maxSkew.
 */
final class RequiredSpread implements NodeFilter {
    private static final String MISMATCH = "node(s) didn't match pod topology spread constraints";
    private static final Set<EventKind> WOKEN_BY = Set.of(
            EventKind.NODE_ADDED,
            EventKind.NODE_REMOVED,
            EventKind.NODE_LABELS_CHANGED,
            EventKind.NODE_TAINTS_CHANGED,
            EventKind.POD_BOUND,
            EventKind.POD_GONE,
            EventKind.POD_LABELS_CHANGED);
    private static final Rejection SKEWED = Rejection.unschedulable(MISMATCH, PodTopologySpread.NAME, WOKEN_BY);
    private static final Rejection NO_LABEL =
            Rejection.unresolvable(MISMATCH + " (missing required label)", PodTopologySpread.NAME, WOKEN_BY);

    private final PodInfo pod;
    private final List<Counted> constraints;

    /**
     * A constraint with the matching pods counted.
     *
     * @param byNode the matching pods by node, none on nodes that are left out
     * @param byDomain those of the nodes that count by domain
     * @param emptiest the count of the emptiest domain
     * @param self whether the pod itself counts
     */
    private record Counted(
            SpreadConstraint constraint,
            Map<String, Long> byNode,
            Map<String, Long> byDomain,
            long emptiest,
            boolean self) {

        /** With {@code fewer} matching pods in {@code domain}. */
        Counted without(String domain, long fewer) {
            var less = new HashMap<>(byDomain);
            less.merge(domain, -fewer, Long::sum);
            return new Counted(constraint, byNode, less, leastOf(less, constraint), self);
        }
    }

    private RequiredSpread(PodInfo pod, List<Counted> constraints) {
        this.pod = pod;
        this.constraints = constraints;
    }

    static RequiredSpread of(PodInfo pod, Snapshot snapshot, List<SpreadConstraint> constraints) {
        var counted = new ArrayList<Counted>();
        for (SpreadConstraint constraint : constraints) {
            Map<String, Long> byNode =
                    snapshot.places().staying(constraint.selector(), pod.key().namespace());
            var byDomain = new HashMap<String, Long>();
            for (String name : snapshot.nodeNames()) {
                Node node = snapshot.bareNode(name);
                String domain = node == null ? null : countedDomain(node, constraint, constraints, pod);
                if (domain != null) {
                    byDomain.merge(domain, byNode.getOrDefault(name, 0L), Long::sum);
                }
            }
            boolean self = constraint.selector().matches(pod.labels());
            counted.add(new Counted(constraint, byNode, byDomain, leastOf(byDomain, constraint), self));
        }
        return new RequiredSpread(pod, counted);
    }

    /** The domain for which the pods of {@code node} count, null when they do not count. */
    private static @Nullable String countedDomain(
            Node node, SpreadConstraint constraint, List<SpreadConstraint> all, PodInfo pod) {
        return SpreadConstraint.allKeysOn(node, all) && constraint.counts(node, pod.rules())
                ? node.labels().get(constraint.topologyKey())
                : null;
    }

    private static long leastOf(Map<String, Long> byDomain, SpreadConstraint constraint) {
        return byDomain.isEmpty() || byDomain.size() < constraint.minDomains() ? 0 : Collections.min(byDomain.values());
    }

    @Override
    public NodeFilter without(NodeInfo node, Supplier<Snapshot> rest) {
        List<SpreadConstraint> all =
                constraints.stream().map(Counted::constraint).toList();
        return new RequiredSpread(
                pod,
                constraints.stream()
                        .map(counted -> {
                            String domain = countedDomain(node.node(), counted.constraint(), all, pod);
                            long before = counted.byNode().getOrDefault(node.name(), 0L);
                            long fewer = before - matching(node, counted.constraint());
                            return domain == null || fewer == 0 ? counted : counted.without(domain, fewer);
                        })
                        .toList());
    }

    private long matching(NodeInfo node, SpreadConstraint constraint) {
        return constraint.selector().isEverything()
                ? 0
                : node.pods().all().stream()
                        .filter(other ->
                                other.key().namespace().equals(pod.key().namespace())
                                        && !other.life().terminating()
                                        && constraint.selector().matches(other.labels()))
                        .count();
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
