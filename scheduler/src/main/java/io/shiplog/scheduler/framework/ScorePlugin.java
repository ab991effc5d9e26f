package io.shiplog.scheduler.framework;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule that says which of the nodes on which a pod can run are better. Pure. */
public interface ScorePlugin {
    /** The best a node can get. */
    long MAX_SCORE = 100;

    /** Kubernetes' name of the plugin. */
    String name();

    /** How much this plugin counts beside the others: kube-scheduler's default. */
    int weight();

    /**
     * Scores the nodes that fit.
     *
     * @param feasible at least one node
     * @return for each of them, in their order, 0 (worst) to {@link #MAX_SCORE}; null when the plugin has no preference
     */
    long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible);
}
