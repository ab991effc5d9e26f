package io.shiplog.reconcilers.status;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node's report makes of a pod. A report counts only if it comes from the node that the pod is bound to and is
 * about this very pod. Then, in this order: a pod whose deletion was asked for and whose containers are gone for good
 * is deleted; otherwise its status becomes what the node reports, except for what others own in it (kubelet's status
 * manager, v1.34). A status that is there already is not written. Pure.
 */
final class PodStatusFold {
    /** Conditions that the node decides: the kubelet's (pkg/kubelet/types/pod_status.go). */
    private static final Set<String> NODE_CONDITIONS = Set.of(
            "PodReadyToStartContainers",
            "Initialized",
            "Ready",
            "ContainersReady",
            "PodResizePending",
            "PodResizeInProgress");

    /** Members of the status that the control plane sets. */
    private static final List<String> FOREIGN_MEMBERS = List.of("qosClass", "resourceClaimStatuses");

    private PodStatusFold() {}

    /** Whether the report may say anything about the pod. */
    static boolean owns(PodReport report, StoredObject pod) {
        return pod.uid().equals(report.uid())
                && report.node().equals(PodFacts.of(pod).node());
    }

    /**
     * The write that brings the pod to what its node reports; empty when it is there, or is none of the node's
     * business.
     */
    static Optional<PlannedWrite> of(StoredObject stored, PodReport report, Instant now) {
        if (!owns(report, stored)) {
            return Optional.empty();
        }
        if (report.terminated() && stored.facts().deleting()) {
            return ControllerDeletion.immediate(Pods.KIND.rules(), stored, now);
        }
        ObjectNode pod = Trees.of(stored);
        JsonNode current = pod.path("status");
        if (hasEnded(current) && !hasEnded(report.status())) {
            // A pod that has ended never runs again, whatever a late report says.
            return Optional.empty();
        }
        ObjectNode status = merged(report.status(), current);
        if (Draft.same(status, current)) {
            return Optional.empty();
        }
        ObjectNode next = pod.objectNode();
        next.setAll(pod).set("status", status);
        return Optional.of(new PlannedWrite.Editing(stored, pod, next, Part.STATUS));
    }

    private static boolean hasEnded(JsonNode status) {
        String phase = status.path("phase").asString("");
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static boolean isForeign(JsonNode condition) {
        return !NODE_CONDITIONS.contains(condition.path("type").asString(""));
    }

    private static ObjectNode merged(ObjectNode reported, JsonNode current) {
        ObjectNode status = reported.deepCopy();
        for (String member : FOREIGN_MEMBERS) {
            if (!status.has(member) && current.has(member)) {
                status.set(member, current.get(member));
            }
        }
        // What a node says of others' conditions is what it was told once: theirs may have changed since.
        Draft.removeFrom(status, "conditions", PodStatusFold::isForeign);
        for (JsonNode condition : current.path("conditions")) {
            if (isForeign(condition) && condition instanceof ObjectNode object) {
                StatusConditions.put(status, object.deepCopy());
            }
        }
        return status;
    }
}
