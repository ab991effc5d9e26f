package io.shiplog.scheduler.cycle;

import io.shiplog.scheduler.framework.Filters;
import io.shiplog.scheduler.framework.ScorePlugin;
import io.shiplog.scheduler.imagelocality.ImageLocality;
import io.shiplog.scheduler.interpodaffinity.InterPodAffinity;
import io.shiplog.scheduler.nodeaffinity.NodeAffinityPlugin;
import io.shiplog.scheduler.nodename.NodeName;
import io.shiplog.scheduler.nodeports.NodePorts;
import io.shiplog.scheduler.noderesources.BalancedAllocation;
import io.shiplog.scheduler.noderesources.Fit;
import io.shiplog.scheduler.nodeunschedulable.NodeUnschedulable;
import io.shiplog.scheduler.podtopologyspread.PodTopologySpread;
import io.shiplog.scheduler.tainttoleration.TaintToleration;
import java.util.List;

/** The one list of plugins, in kube-scheduler's default order: adding a plugin is adding a folder and a line here. */
final class Plugins {
    private static final TaintToleration TAINT_TOLERATION = new TaintToleration();
    private static final NodeAffinityPlugin NODE_AFFINITY = new NodeAffinityPlugin();
    private static final Fit FIT = new Fit();
    private static final PodTopologySpread POD_TOPOLOGY_SPREAD = new PodTopologySpread();
    private static final InterPodAffinity INTER_POD_AFFINITY = new InterPodAffinity();

    /** The first of these that rejects a node gives its reason. */
    static final Filters FILTERS = new Filters(List.of(
            new NodeUnschedulable(),
            new NodeName(),
            TAINT_TOLERATION,
            NODE_AFFINITY,
            new NodePorts(),
            FIT,
            POD_TOPOLOGY_SPREAD,
            INTER_POD_AFFINITY));

    static final List<ScorePlugin> SCORES = List.of(
            TAINT_TOLERATION,
            NODE_AFFINITY,
            FIT,
            POD_TOPOLOGY_SPREAD,
            INTER_POD_AFFINITY,
            new BalancedAllocation(),
            new ImageLocality());

    private Plugins() {}
}
