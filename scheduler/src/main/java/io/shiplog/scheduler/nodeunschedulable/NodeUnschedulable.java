package io.shiplog.scheduler.nodeunschedulable;

import io.shiplog.resources.facts.Taint;
import io.shiplog.resources.facts.Toleration;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.Rejection;
import java.util.Set;

/** A cordoned node takes only pods that tolerate it. Source: kube-scheduler v1.34, plugin NodeUnschedulable. */
public final class NodeUnschedulable implements FilterPlugin {
    private static final Taint CORDONED = new Taint("node.kubernetes.io/unschedulable", "", Taint.NO_SCHEDULE, null);
    private static final Rejection REJECTION = Rejection.unresolvable(
            "node(s) were unschedulable",
            "NodeUnschedulable",
            Set.of(EventKind.NODE_ADDED, EventKind.NODE_TAINTS_CHANGED));

    @Override
    public String name() {
        return "NodeUnschedulable";
    }

    @Override
    public PreFilterResult prepare(PodInfo pod, Snapshot snapshot) {
        if (Toleration.anyTolerates(pod.rules().tolerations(), CORDONED)) {
            return PreFilterResult.PASSES;
        }
        return new PreFilterResult.Asks(node -> node.node().unschedulable() ? REJECTION : null);
    }
}
