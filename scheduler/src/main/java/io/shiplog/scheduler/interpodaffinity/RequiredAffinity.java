package io.shiplog.scheduler.interpodaffinity;

import io.shiplog.scheduler.cluster.AffinityTerm;
import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodGroup;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.NodeFilter;
import io.shiplog.scheduler.framework.Rejection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The required terms of one pod, and those of the pods around it that it must not offend, as the domains that they
 * allow and forbid.
 */
final class RequiredAffinity implements NodeFilter {
    private static final Set<EventKind> WOKEN_BY = Set.of(
            EventKind.NODE_ADDED,
            EventKind.NODE_REMOVED,
            EventKind.NODE_LABELS_CHANGED,
            EventKind.POD_BOUND,
            EventKind.POD_GONE,
            EventKind.POD_LABELS_CHANGED,
            EventKind.NAMESPACE_CHANGED);
    private static final Rejection NOT_NEAR =
            Rejection.unresolvable("node(s) didn't match pod affinity rules", InterPodAffinity.NAME, WOKEN_BY);
    private static final Rejection TOO_NEAR =
            Rejection.unschedulable("node(s) didn't match pod anti-affinity rules", InterPodAffinity.NAME, WOKEN_BY);
    private static final Rejection UNWELCOME = Rejection.unschedulable(
            "node(s) didn't satisfy existing pods anti-affinity rules", InterPodAffinity.NAME, WOKEN_BY);

    private final PodInfo pod;
    private final List<AffinityTerm> nearTo;
    private final List<AffinityTerm> awayFrom;

    /** Where there are pods that all terms of {@code nearTo} match. */
    private final Set<Domain> wanted = new HashSet<>();

    /** Where there are pods that a term of {@code awayFrom} matches. */
    private final Set<Domain> avoided = new HashSet<>();

    /** Where there are pods that want to be away from this one. */
    private final Set<Domain> forbidden = new HashSet<>();

    private final boolean matchesItself;

    RequiredAffinity(PodInfo pod, Snapshot snapshot) {
        this.pod = pod;
        this.nearTo = pod.rules().podAffinity().required();
        this.awayFrom = pod.rules().podAffinity().requiredAnti();
        Map<String, String> namespaceLabels = snapshot.namespaceLabels(pod.key().namespace());
        this.matchesItself = all(nearTo, pod.group(), namespaceLabels);
        if (!nearTo.isEmpty() || !awayFrom.isEmpty()) {
            for (String namespace : snapshot.places().namespaces()) {
                collectOwn(snapshot, namespace);
            }
        }
        collectForbidden(pod.group(), namespaceLabels, snapshot);
    }

    /** Nothing that could reject a node. */
    boolean isIdle() {
        return nearTo.isEmpty() && avoided.isEmpty() && forbidden.isEmpty();
    }

    private void collectOwn(Snapshot snapshot, String namespace) {
        Map<String, String> labels = snapshot.namespaceLabels(namespace);
        if (nearTo.stream().noneMatch(term -> term.isAbout(namespace, labels))
                && awayFrom.stream().noneMatch(term -> term.isAbout(namespace, labels))) {
            return;
        }
        snapshot.places().groups(namespace).forEach((group, nodes) -> {
            if (!nearTo.isEmpty() && all(nearTo, group, labels)) {
                nearTo.forEach(term -> add(wanted, snapshot, nodes.keySet(), term));
            }
            for (AffinityTerm term : awayFrom) {
                if (term.matches(group, labels)) {
                    add(avoided, snapshot, nodes.keySet(), term);
                }
            }
        });
    }

    private void collectForbidden(PodGroup group, Map<String, String> namespaceLabels, Snapshot snapshot) {
        snapshot.places().affinities().forEach((affinity, nodes) -> {
            for (AffinityTerm term : affinity.requiredAnti()) {
                if (term.matches(group, namespaceLabels)) {
                    add(forbidden, snapshot, nodes.keySet(), term);
                }
            }
        });
    }

    private static boolean all(List<AffinityTerm> terms, PodGroup group, Map<String, String> namespaceLabels) {
        for (AffinityTerm term : terms) {
            if (!term.matches(group, namespaceLabels)) {
                return false;
            }
        }
        return true;
    }

    private static void add(Set<Domain> domains, Snapshot snapshot, Set<String> nodes, AffinityTerm term) {
        for (String name : nodes) {
            Node node = snapshot.bareNode(name);
            Domain domain = node == null ? null : Domain.of(node, term.topologyKey());
            if (domain != null) {
                domains.add(domain);
            }
        }
    }

    @Override
    public @Nullable Rejection reject(NodeInfo node) {
        if (!nearEnough(node)) {
            return NOT_NEAR;
        }
        for (AffinityTerm term : awayFrom) {
            Domain domain = Domain.of(node.node(), term.topologyKey());
            if (domain != null && avoided.contains(domain)) {
                return TOO_NEAR;
            }
        }
        if (!forbidden.isEmpty()) {
            for (Map.Entry<String, String> label : node.node().labels().entrySet()) {
                if (forbidden.contains(new Domain(label.getKey(), label.getValue()))) {
                    return UNWELCOME;
                }
            }
        }
        return null;
    }

    @Override
    public NodeFilter without(NodeInfo node, Supplier<Snapshot> rest) {
        return new RequiredAffinity(pod, rest.get());
    }

    private boolean nearEnough(NodeInfo node) {
        boolean near = true;
        for (AffinityTerm term : nearTo) {
            Domain domain = Domain.of(node.node(), term.topologyKey());
            if (domain == null) {
                return false;
            }
            near &= wanted.contains(domain);
        }
        // The first of a group that wants to be near to itself may go anywhere.
        return near || (wanted.isEmpty() && matchesItself);
    }
}
