package io.shiplog.resources.admission;

import io.shiplog.resources.kind.Kind;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The status of an object that nobody has acted on yet; whatever its creator sent as status is dropped. */
final class InitialStatus {
    private InitialStatus() {}

    static void set(Kind kind, ObjectNode object) {
        // A node comes with its status: the agent that registers it knows its capacity and addresses.
        if (!kind.has("status") || kind.groupResource().equals("nodes")) {
            return;
        }
        ObjectNode status = of(kind, object);
        if (status == null) {
            object.remove("status");
        } else {
            object.set("status", status);
        }
    }

    private static @Nullable ObjectNode of(Kind kind, ObjectNode object) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        return switch (kind.groupResource()) {
            case "pods" -> status.put("phase", "Pending").put("qosClass", QosClass.of(object.path("spec")));
            case "namespaces" -> status.put("phase", "Active");
            case "persistentvolumeclaims", "persistentvolumes" -> status.put("phase", "Pending");
            case "replicasets.apps", "replicationcontrollers" -> status.put("replicas", 0);
            case "statefulsets.apps" -> status.put("replicas", 0).put("availableReplicas", 0);
            case "daemonsets.apps" ->
                status.put("currentNumberScheduled", 0)
                        .put("numberMisscheduled", 0)
                        .put("desiredNumberScheduled", 0)
                        .put("numberReady", 0);
            case "services", "ingresses.networking.k8s.io" -> {
                status.putObject("loadBalancer");
                yield status;
            }
            case "poddisruptionbudgets.policy" ->
                status.put("disruptionsAllowed", 0)
                        .put("currentHealthy", 0)
                        .put("desiredHealthy", 0)
                        .put("expectedPods", 0);
            case "horizontalpodautoscalers.autoscaling" -> status.put("desiredReplicas", 0);
            // Upstream prints an empty status for its own kinds, which are structs, and none for custom resources.
            default -> kind.custom() ? null : status;
        };
    }
}
