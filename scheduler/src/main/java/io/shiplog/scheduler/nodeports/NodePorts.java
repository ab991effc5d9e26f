package io.shiplog.scheduler.nodeports;

import io.shiplog.scheduler.cluster.HostPort;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.Rejection;
import java.util.List;
import java.util.Set;

/** Two pods of a node never take the same host port. Source: kube-scheduler v1.34, plugin NodePorts. */
public final class NodePorts implements FilterPlugin {
    private static final Rejection TAKEN = Rejection.unschedulable(
            "node(s) didn't have free ports for the requested pod ports",
            "NodePorts",
            Set.of(EventKind.NODE_ADDED, EventKind.POD_GONE));

    @Override
    public String name() {
        return "NodePorts";
    }

    @Override
    public PreFilterResult prepare(PodInfo pod, Snapshot snapshot) {
        List<HostPort> wanted = pod.demand().hostPorts();
        return wanted.isEmpty()
                ? PreFilterResult.PASSES
                : new PreFilterResult.Asks(node -> conflict(node, wanted) ? TAKEN : null);
    }

    private static boolean conflict(NodeInfo node, List<HostPort> wanted) {
        for (PodInfo pod : node.pods().all()) {
            for (HostPort taken : pod.demand().hostPorts()) {
                for (HostPort want : wanted) {
                    if (taken.conflictsWith(want)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
