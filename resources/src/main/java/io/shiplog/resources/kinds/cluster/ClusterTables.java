package io.shiplog.resources.kinds.cluster;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Tables of nodes, namespaces, events, configuration and quotas. */
public final class ClusterTables {
    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

    private ClusterTables() {}

    public static TableSpec nodes() {
        return TableSpec.named()
                .text("Status", "Whether the node is ready", Cell.text(ClusterTables::nodeStatus))
                .text("Roles", "Roles after the node's labels", Cell.text(ClusterTables::roles))
                .age()
                .text("Version", "Version of the node's agent", Cell.text("status.nodeInfo.kubeletVersion", ""))
                .wide("Internal-IP", "Address within the cluster", Cell.text(node -> address(node, "InternalIP")))
                .wide("External-IP", "Address outside the cluster", Cell.text(node -> address(node, "ExternalIP")))
                .wide("OS-Image", "Operating system", Cell.text("status.nodeInfo.osImage", Read.UNKNOWN))
                .wide("Kernel-Version", "Kernel", Cell.text("status.nodeInfo.kernelVersion", Read.UNKNOWN))
                .wide(
                        "Container-Runtime",
                        "Container engine",
                        Cell.text("status.nodeInfo.containerRuntimeVersion", Read.UNKNOWN));
    }

    public static TableSpec namespaces() {
        return TableSpec.named()
                .text("Status", "Phase of the namespace", Cell.text("status.phase", ""))
                .age();
    }

    public static TableSpec componentStatuses() {
        return TableSpec.named()
                .text("Status", "Whether the component is healthy", Cell.text(ClusterTables::componentStatus))
                .text("Message", "What it says", Cell.text(part -> Read.text(healthy(part), "message")))
                .text("Error", "What is wrong with it", Cell.text(part -> Read.text(healthy(part), "error")));
    }

    private static String componentStatus(JsonNode component) {
        return switch (Read.text(healthy(component), "status")) {
            case "" -> "Unknown";
            case "True" -> "Healthy";
            default -> "Unhealthy";
        };
    }

    private static JsonNode healthy(JsonNode component) {
        for (JsonNode condition : component.path("conditions")) {
            if (Read.text(condition, "type").equals("Healthy")) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    private static String nodeStatus(JsonNode node) {
        String status = "Unknown";
        for (JsonNode condition : Read.at(node, "status.conditions")) {
            if (Read.text(condition, "type").equals("Ready")) {
                status = Read.text(condition, "status").equals("True") ? "Ready" : "NotReady";
            }
        }
        return Read.at(node, "spec.unschedulable").asBoolean(false) ? status + ",SchedulingDisabled" : status;
    }

    private static String roles(JsonNode node) {
        TreeSet<String> roles = new TreeSet<>();
        Read.at(node, "metadata.labels").properties().forEach(label -> {
            String key = label.getKey();
            if (key.startsWith(ROLE_PREFIX) && key.length() > ROLE_PREFIX.length()) {
                roles.add(key.substring(ROLE_PREFIX.length()));
            } else if (key.equals("kubernetes.io/role")) {
                roles.add(label.getValue().asString(""));
            }
        });
        return Read.orNone(String.join(",", roles));
    }

    private static String address(JsonNode node, String type) {
        for (JsonNode address : Read.at(node, "status.addresses")) {
            if (Read.text(address, "type").equals(type)) {
                return Read.text(address, "address");
            }
        }
        return Read.NONE;
    }

    public static TableSpec leases() {
        return TableSpec.named()
                .text("Holder", "Who has the lease", Cell.text("spec.holderIdentity", ""))
                .age();
    }

    public static TableSpec runtimeClasses() {
        return TableSpec.named()
                .text("Handler", "Handler on the node", Cell.text("handler", ""))
                .age();
    }
}
