package io.shiplog.resources.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.StringNode;

/** Tables of nodes, namespaces, events, configuration and quotas. */
final class ClusterTables {
    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

    private ClusterTables() {}

    static void addTo(Map<String, TableSpec> tables) {
        tables.put(
                "nodes",
                TableSpec.named()
                        .text("Status", "Whether the node is ready", Cell.text(ClusterTables::nodeStatus))
                        .text("Roles", "Roles after the node's labels", Cell.text(ClusterTables::roles))
                        .age()
                        .text("Version", "Version of the node's agent", Cell.text("status.nodeInfo.kubeletVersion", ""))
                        .wide(
                                "Internal-IP",
                                "Address within the cluster",
                                Cell.text(node -> address(node, "InternalIP")))
                        .wide(
                                "External-IP",
                                "Address outside the cluster",
                                Cell.text(node -> address(node, "ExternalIP")))
                        .wide("OS-Image", "Operating system", Cell.text("status.nodeInfo.osImage", Read.UNKNOWN))
                        .wide("Kernel-Version", "Kernel", Cell.text("status.nodeInfo.kernelVersion", Read.UNKNOWN))
                        .wide(
                                "Container-Runtime",
                                "Container engine",
                                Cell.text("status.nodeInfo.containerRuntimeVersion", Read.UNKNOWN)));
        tables.put(
                "namespaces",
                TableSpec.named()
                        .text("Status", "Phase of the namespace", Cell.text("status.phase", ""))
                        .age());
        tables.put("events", events("involvedObject", "lastTimestamp", "firstTimestamp", "count", "message"));
        tables.put(
                "events.events.k8s.io",
                events("regarding", "deprecatedLastTimestamp", "deprecatedFirstTimestamp", "deprecatedCount", "note"));
        tables.put(
                "configmaps",
                TableSpec.named()
                        .integer("Data", "Entries", Cell.size("data", "binaryData"))
                        .age());
        tables.put(
                "secrets",
                TableSpec.named()
                        .text("Type", "What the secret is for", Cell.text("type", ""))
                        .integer("Data", "Entries", Cell.size("data"))
                        .age());
        tables.put(
                "serviceaccounts",
                TableSpec.named()
                        .integer("Secrets", "Secrets of the account", Cell.size("secrets"))
                        .age());
        tables.put(
                "componentstatuses",
                TableSpec.named()
                        .text("Status", "Whether the component is healthy", Cell.text(ClusterTables::componentStatus))
                        .text("Message", "What it says", Cell.text(part -> Read.text(healthy(part), "message")))
                        .text("Error", "What is wrong with it", Cell.text(part -> Read.text(healthy(part), "error"))));
        tables.put(
                "resourcequotas",
                TableSpec.named()
                        .text("Request", "Used and allowed requests", Cell.text(quota -> usage(quota, false)))
                        .text("Limit", "Used and allowed limits", Cell.text(quota -> usage(quota, true)))
                        .age());
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

    /** Events of both groups: the same facts under different names. */
    private static TableSpec events(String target, String last, String first, String count, String message) {
        Cell firstSeen = (event, now) -> StringNode.valueOf(firstSeen(event, first, now));
        return TableSpec.empty()
                .text(
                        "Last Seen",
                        "Time since it last happened",
                        (event, now) -> StringNode.valueOf(lastSeen(event, last, first, now)))
                .text("Type", "Normal or Warning", Cell.text("type", ""))
                .text("Reason", "Why it happened, in one word", Cell.text("reason", ""))
                .text("Object", "What it happened to", Cell.text(event -> target(event.path(target))))
                .wide("Subobject", "The part that it happened to", Cell.text(target + ".fieldPath", ""))
                .wide("Source", "Who saw it", Cell.text(ClusterTables::source))
                .text(
                        "Message",
                        "What happened",
                        Cell.text(event -> Read.text(event, message).strip()))
                .wide("First Seen", "Time since it first happened", firstSeen)
                .wide("Count", "How often it happened", (event, now) -> LongNode.valueOf(times(event, count)))
                .add(new Column("Name", "string", "name", "Name of the event", 1), Cell.text("metadata.name", ""));
    }

    private static String firstSeen(JsonNode event, String first, Instant now) {
        return Read.since(event, first, now, Read.since(event, "eventTime", now, Read.UNKNOWN));
    }

    private static String lastSeen(JsonNode event, String last, String first, Instant now) {
        String single = Read.since(event, last, now, firstSeen(event, first, now));
        return event.path("series").isObject()
                ? Read.since(event, "series.lastObservedTime", now, Read.UNKNOWN)
                : single;
    }

    private static long times(JsonNode event, String count) {
        long times = event.path("series").isObject()
                ? Read.at(event, "series.count").asLong(0)
                : event.path(count).asLong(0);
        return Math.max(1, times);
    }

    private static String target(JsonNode reference) {
        String kind = Read.text(reference, "kind").toLowerCase(Locale.ROOT);
        String name = Read.text(reference, "name");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(JsonNode event) {
        JsonNode source = event.path(event.has("source") ? "source" : "deprecatedSource");
        String component = Read.text(
                source, "component", Read.text(event, "reportingComponent", Read.text(event, "reportingController")));
        String host = Read.text(source, "host", Read.text(event, "reportingInstance"));
        return host.isEmpty() ? component : component + ", " + host;
    }

    private static String usage(JsonNode quota, boolean limits) {
        List<String> texts = new ArrayList<>();
        JsonNode hard = Read.at(quota, "status.hard");
        for (String name : new TreeSet<>(hard.propertyNames())) {
            if (name.startsWith("limits.") == limits) {
                String used = Read.at(quota, "status.used").path(name).asString("0");
                texts.add(name + ": " + used + "/" + hard.path(name).asString(""));
            }
        }
        return String.join(", ", texts);
    }
}
