package io.shiplog.scheduler.interpodaffinity;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.ScorePlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod runs near to the pods that its affinity requires, away from those that its anti-affinity names, and never near
 * to a pod whose required anti-affinity names it; preferences of both sides make nodes better and worse. Source:
 * kube-scheduler v1.34, plugin InterPodAffinity.
 */
public final class InterPodAffinity implements FilterPlugin, ScorePlugin {
    static final String NAME = "InterPodAffinity";

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
        var required = new RequiredAffinity(pod, snapshot);
        return required.isIdle() ? PreFilterResult.PASSES : new PreFilterResult.Asks(required);
    }

    @Override
    public long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        return new PreferredAffinity(pod, snapshot).scores(feasible);
    }
}
