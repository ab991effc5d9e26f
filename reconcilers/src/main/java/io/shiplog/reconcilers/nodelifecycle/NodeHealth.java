package io.shiplog.reconcilers.nodelifecycle;

import io.shiplog.objects.Index;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.kinds.cluster.Nodes;
import java.util.List;
import java.util.Map;

/** How all nodes are doing. */
final class NodeHealth {
    /** Ready nodes by {@link #zone}. */
    static final Index READY = Index.of(
            "ready by zone", Nodes.RESOURCE, node -> NodeFacts.of(node).isReady() ? List.of(zone(node)) : List.of());

    /** Nodes that are not ready, by {@link #zone}. */
    static final Index UNREADY = Index.of(
            "unready by zone", Nodes.RESOURCE, node -> NodeFacts.of(node).isReady() ? List.of() : List.of(zone(node)));

    /** The one value of {@link #WAITING}. */
    static final String ANYWHERE = "";

    /** Nodes that are not ready and do not evict yet. */
    static final Index WAITING = Index.of(
            "waiting to evict",
            Nodes.RESOURCE,
            node -> !NodeFacts.of(node).isReady() && ZoneHealth.evictsSince(node) == null
                    ? List.of(ANYWHERE)
                    : List.of());

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String REGION = "topology.kubernetes.io/region";

    private NodeHealth() {}

    /** The zone of a node, told from zones of that name elsewhere. */
    static String zone(StoredObject node) {
        Map<String, String> labels = node.facts().labels();
        return labels.getOrDefault(REGION, "") + "/" + labels.getOrDefault(ZONE, "");
    }

    /** Whether some node is ready. When none is, the fault is rather in the control plane, and nobody is evicted. */
    static boolean someoneIsReady(View view) {
        for (StoredObject node : view.list(Nodes.RESOURCE)) {
            if (NodeFacts.of(node).isReady()) {
                return true;
            }
        }
        return false;
    }
}
