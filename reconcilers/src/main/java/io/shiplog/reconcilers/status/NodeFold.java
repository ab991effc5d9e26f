package io.shiplog.reconcilers.status;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node's heartbeats, and their absence, make of its Node object: it is created by the first one; its status
 * is what the node reports, the times of heartbeats aside; and when none came for too long, what only the node can know
 * becomes Unknown (kubelet_node_status.go and node_lifecycle_controller.go, v1.34). Pure.
 */
final class NodeFold {
    private static final String HEARTBEAT = "lastHeartbeatTime";
    private static final String TRANSITION = "lastTransitionTime";

    /** What becomes Unknown: a node that does not have one of them gets it. */
    private static final List<String> MONITORED = List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

    private NodeFold() {}

    /** The write that creates the Node of a report. */
    static PlannedWrite registered(NodeReport report, ReconcileContext moment) {
        var creation = new NewObject(Nodes.RESOURCE, "v1", "Node", ObjectKey.cluster(report.node()), moment);
        for (String member : List.of("labels", "annotations")) {
            if (report.object().path("metadata").path(member) instanceof ObjectNode values) {
                creation.metadata().set(member, values.deepCopy());
            }
        }
        creation.json().set("spec", Draft.object(report.object().deepCopy(), "spec"));
        creation.json().set("status", report.object().path("status").deepCopy());
        return creation.write();
    }

    /** The write that brings the Node's status to what it reports, or nothing when only heartbeat times differ. */
    static Optional<PlannedWrite> reported(StoredObject stored, NodeReport report, Instant now) {
        Draft draft = Draft.of(stored);
        ObjectNode before = draft.status().deepCopy();
        ObjectNode status = report.object().path("status").deepCopy().asObject();
        for (JsonNode condition : status.path("conditions")) {
            if (condition instanceof ObjectNode object) {
                keepTransition(
                        object,
                        StatusConditions.find(before, object.path("type").asString("")),
                        now);
            }
        }
        for (JsonNode condition : before.path("conditions")) {
            if (condition instanceof ObjectNode object
                    && StatusConditions.find(status, object.path("type").asString("")) == null) {
                StatusConditions.put(status, object.deepCopy());
            }
        }
        keepExtended(before, status);
        if (Draft.same(withoutHeartbeats(status), withoutHeartbeats(before))) {
            return Optional.empty();
        }
        draft.json().set("status", status);
        return draft.write();
    }

    /**
     * Extended resources that somebody gave the node stay, and can be allocated, whatever the node says of others
     * (setters.go of the kubelet, v1.34: capacity is kept and copied to allocatable).
     */
    private static void keepExtended(ObjectNode before, ObjectNode status) {
        for (Map.Entry<String, JsonNode> amount : before.path("capacity").properties()) {
            String resource = amount.getKey();
            boolean extended = resource.contains("/") && !resource.contains("kubernetes.io/");
            if (extended && !status.path("capacity").has(resource)) {
                Draft.object(status, "capacity").set(resource, amount.getValue());
                Draft.object(status, "allocatable").set(resource, amount.getValue());
            }
        }
    }

    /** The write that makes a silent node's conditions Unknown, or nothing when they are. */
    static Optional<PlannedWrite> silent(StoredObject stored, Instant now) {
        Draft draft = Draft.of(stored);
        ObjectNode status = draft.status();
        for (String type : MONITORED) {
            ObjectNode known = StatusConditions.find(status, type);
            if (known == null) {
                ObjectNode never = status.objectNode();
                never.put("type", type)
                        .put("status", "Unknown")
                        .put(HEARTBEAT, created(stored, now))
                        .put(TRANSITION, Times.text(now))
                        .put("reason", "NodeStatusNeverUpdated")
                        .put("message", "Kubelet never posted node status.");
                StatusConditions.put(status, never);
            } else if (!known.path("status").asString("").equals("Unknown")) {
                known.put("status", "Unknown")
                        .put(TRANSITION, Times.text(now))
                        .put("reason", "NodeStatusUnknown")
                        .put("message", "Kubelet stopped posting node status.");
            }
        }
        return draft.write();
    }

    /** Whether the Node says that nobody knows how the node is: the same that makes its pods not ready. */
    static boolean isSilent(StoredObject stored) {
        return NodeFacts.of(stored).isSilent();
    }

    private static String created(StoredObject stored, Instant otherwise) {
        return Json.parse(stored.json())
                .path("metadata")
                .path("creationTimestamp")
                .asString(Times.text(otherwise));
    }

    /** A node does not know what others made of its conditions: the time of a change is told by what is stored. */
    private static void keepTransition(ObjectNode reported, @Nullable ObjectNode stored, Instant now) {
        if (stored == null) {
            return;
        }
        boolean same = stored.path("status")
                .asString("")
                .equals(reported.path("status").asString(""));
        if (!same) {
            reported.put(TRANSITION, Times.text(now));
        } else if (stored.has(TRANSITION)) {
            reported.set(TRANSITION, stored.get(TRANSITION));
        }
    }

    private static ObjectNode withoutHeartbeats(ObjectNode status) {
        ObjectNode copy = status.deepCopy();
        for (JsonNode condition : copy.path("conditions")) {
            if (condition instanceof ObjectNode object) {
                object.remove(HEARTBEAT);
            }
        }
        return copy;
    }
}
