package io.shiplog.scheduler.tainttoleration;

import io.shiplog.resources.facts.Taint;
import io.shiplog.resources.facts.Toleration;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.Rejection;
import io.shiplog.scheduler.framework.ScorePlugin;
import io.shiplog.scheduler.framework.Scores;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node's NoSchedule and NoExecute taints keep off pods that do not tolerate them; its PreferNoSchedule taints make it
 * worse. Source: kube-scheduler v1.34, plugin TaintToleration.
 */
public final class TaintToleration implements FilterPlugin, ScorePlugin {
    private static final Set<EventKind> WOKEN_BY = Set.of(EventKind.NODE_ADDED, EventKind.NODE_TAINTS_CHANGED);

    @Override
    public String name() {
        return "TaintToleration";
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public PreFilterResult prepare(PodInfo pod, Snapshot snapshot) {
        return new PreFilterResult.Asks(node -> reject(pod, node));
    }

    private static @Nullable Rejection reject(PodInfo pod, NodeInfo node) {
        for (Taint taint : node.node().taints()) {
            if (taint.forbids() && !Toleration.anyTolerates(pod.rules().tolerations(), taint)) {
                String reason = "node(s) had untolerated taint {" + taint.key() + ": " + taint.value() + "}";
                return Rejection.unresolvable(reason, "TaintToleration", WOKEN_BY);
            }
        }
        return null;
    }

    @Override
    public long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        if (!isPreferenceAnywhere(feasible)) {
            return null;
        }
        // A toleration of another effect says nothing of a preference.
        List<Toleration> tolerations = pod.rules().tolerations().stream()
                .filter(toleration ->
                        toleration.effect().isEmpty() || toleration.effect().equals(Taint.PREFER_NO_SCHEDULE))
                .toList();
        long[] unwanted = feasible.stream()
                .mapToLong(node -> node.node().taints().stream()
                        .filter(taint -> taint.effect().equals(Taint.PREFER_NO_SCHEDULE)
                                && !Toleration.anyTolerates(tolerations, taint))
                        .count())
                .toArray();
        return Scores.scaledAndReversed(unwanted);
    }

    /** Whether a node has a taint that makes it worse: mostly none has any. */
    private static boolean isPreferenceAnywhere(List<NodeInfo> nodes) {
        for (NodeInfo node : nodes) {
            for (Taint taint : node.node().taints()) {
                if (taint.effect().equals(Taint.PREFER_NO_SCHEDULE)) {
                    return true;
                }
            }
        }
        return false;
    }
}
