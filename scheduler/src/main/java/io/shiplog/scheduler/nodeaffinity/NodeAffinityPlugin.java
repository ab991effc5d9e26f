package io.shiplog.scheduler.nodeaffinity;

import io.shiplog.resources.selector.NodeTerm;
import io.shiplog.scheduler.cluster.NodeAffinity;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cluster.Weighted;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.NodeFilter;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.Rejection;
import io.shiplog.scheduler.framework.ScorePlugin;
import io.shiplog.scheduler.framework.Scores;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A pod fits on nodes that its nodeSelector and its required node affinity match; preferred terms make a node better by
 * their weight. Source: kube-scheduler v1.34, plugin NodeAffinity.
 */
public final class NodeAffinityPlugin implements FilterPlugin, ScorePlugin {
    private static final Set<EventKind> WOKEN_BY = Set.of(EventKind.NODE_ADDED, EventKind.NODE_LABELS_CHANGED);
    private static final Rejection MISMATCH =
            Rejection.unresolvable("node(s) didn't match Pod's node affinity/selector", "NodeAffinity", WOKEN_BY);
    private static final Rejection CONFLICT =
            Rejection.unresolvable("pod affinity terms conflict", "NodeAffinity", WOKEN_BY);

    @Override
    public String name() {
        return "NodeAffinity";
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public PreFilterResult prepare(PodInfo pod, Snapshot snapshot) {
        NodeAffinity affinity = pod.rules().nodeAffinity();
        List<NodeTerm> required = affinity.required();
        if (required == null && affinity.nodeSelector().isEverything()) {
            return PreFilterResult.PASSES;
        }
        NodeFilter filter = node -> affinity.admits(node.node()) ? null : MISMATCH;
        Set<String> names = namedNodes(required);
        if (names == null) {
            return new PreFilterResult.Asks(filter);
        }
        return names.isEmpty() ? new PreFilterResult.Rejects(CONFLICT) : new PreFilterResult.Restricts(names, filter);
    }

    /** The only nodes that can match because every term names its nodes; null when a term does not. */
    private static @Nullable Set<String> namedNodes(@Nullable List<NodeTerm> required) {
        if (required == null || required.isEmpty()) {
            return null;
        }
        var names = new TreeSet<String>();
        for (NodeTerm term : required) {
            Set<String> named = term.namedNodes();
            if (named == null) {
                return null;
            }
            names.addAll(named);
        }
        return names;
    }

    @Override
    public long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        List<Weighted<NodeTerm>> preferred = pod.rules().nodeAffinity().preferred();
        if (preferred.isEmpty()) {
            return null;
        }
        long[] weights = feasible.stream()
                .mapToLong(node -> preferred.stream()
                        .filter(preference -> preference
                                .term()
                                .matches(node.node().name(), node.node().labels()))
                        .mapToLong(Weighted::weight)
                        .sum())
                .toArray();
        return Scores.scaled(weights);
    }
}
