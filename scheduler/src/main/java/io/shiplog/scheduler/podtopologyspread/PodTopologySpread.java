package io.shiplog.scheduler.podtopologyspread;

import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cluster.SpreadConstraint;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.ScorePlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Spreads a group of pods over the domains of a node label. A pod without constraints of its own whose services or
 * controller make it one of a group prefers to be spread over hosts (skew 3) and zones (skew 5). Source: kube-scheduler
 * v1.34, plugin PodTopologySpread with its system defaults.
 */
public final class PodTopologySpread implements FilterPlugin, ScorePlugin {
    static final String NAME = "PodTopologySpread";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public PreFilterResult prepare(PodInfo pod, Snapshot snapshot) {
        List<SpreadConstraint> required =
                pod.rules().spread().stream().filter(SpreadConstraint::required).toList();
        return required.isEmpty()
                ? PreFilterResult.PASSES
                : new PreFilterResult.Asks(RequiredSpread.of(pod, snapshot, required));
    }

    @Override
    public long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        boolean own = !pod.rules().spread().isEmpty();
        List<SpreadConstraint> preferred = own
                ? pod.rules().spread().stream()
                        .filter(constraint -> !constraint.required())
                        .toList()
                : defaults(snapshot.clusterContext().groupOf(pod));
        return preferred.isEmpty() ? null : new PreferredSpread(pod, preferred, own).scores(snapshot, feasible);
    }

    private static List<SpreadConstraint> defaults(LabelSelector group) {
        if (group.equals(LabelSelector.NOTHING) || group.isEverything()) {
            return List.of();
        }
        return List.of(byDefault(3, Node.HOSTNAME, group), byDefault(5, Node.ZONE, group));
    }

    private static SpreadConstraint byDefault(int maxSkew, String topologyKey, LabelSelector group) {
        return new SpreadConstraint(maxSkew, topologyKey, false, group, 1, true, false);
    }
}
