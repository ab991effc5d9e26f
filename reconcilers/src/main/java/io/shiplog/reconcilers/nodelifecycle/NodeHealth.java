package io.shiplog.reconcilers.nodelifecycle;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.model.Models;

/** How a node is doing. */
final class NodeHealth {
    private NodeHealth() {}

    static Node of(StoredObject stored) {
        return stored.as(Node.class, Models::decode);
    }

    /** The status of a condition: True, False or Unknown; a node that never said is Unknown. */
    static String condition(Node node, String type) {
        if (node.getStatus() != null && node.getStatus().getConditions() != null) {
            for (NodeCondition condition : node.getStatus().getConditions()) {
                if (type.equals(condition.getType())) {
                    return condition.getStatus() == null ? "Unknown" : condition.getStatus();
                }
            }
        }
        return "Unknown";
    }

    static boolean isReady(StoredObject stored) {
        return condition(of(stored), "Ready").equals("True");
    }

    /** Whether nobody knows how the node is doing. */
    static boolean isSilent(StoredObject stored) {
        return condition(of(stored), "Ready").equals("Unknown");
    }

    /** Whether some node is ready. When none is, the fault is rather in the control plane, and nobody is evicted. */
    static boolean someoneIsReady(View view) {
        for (StoredObject node : view.list(Resources.NODES)) {
            if (isReady(node)) {
                return true;
            }
        }
        return false;
    }
}
