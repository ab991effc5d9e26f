package io.shiplog.scheduler.nodename;

import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.Rejection;
import java.util.Set;

/** A pod that names its node fits on that node only. Source: kube-scheduler v1.34, plugin NodeName. */
public final class NodeName implements FilterPlugin {
    private static final Rejection OTHER = Rejection.unresolvable(
            "node(s) didn't match the requested node name", "NodeName", Set.of(EventKind.NODE_ADDED));

    @Override
    public String name() {
        return "NodeName";
    }

    @Override
    public PreFilterResult prepare(PodInfo pod, Snapshot snapshot) {
        String wanted = pod.life().nodeName();
        return wanted.isEmpty()
                ? PreFilterResult.PASSES
                : new PreFilterResult.Asks(node -> node.name().equals(wanted) ? null : OTHER);
    }
}
