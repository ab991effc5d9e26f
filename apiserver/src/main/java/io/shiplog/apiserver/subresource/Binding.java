package io.shiplog.apiserver.subresource;

import static io.shiplog.apiserver.store.Documents.child;
import static io.shiplog.apiserver.store.Documents.metadata;
import static io.shiplog.apiserver.store.Documents.text;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.ObjectChange;
import io.shiplog.objects.GroupResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1} Binding: puts a pod on a node, once (upstream's {@code BindingREST.assignPod}, v1.34). Pure. */
public final class Binding {
    private static final GroupResource RESOURCE = GroupResource.core("pods/binding");

    private Binding() {}

    /**
     * The change that a binding asks of its pod.
     *
     * @throws io.shiplog.apiserver.status.ApiException 422 when the binding names no node
     */
    public static ObjectChange change(ObjectNode binding, Instant now) {
        String node = text(binding, "target", "name");
        String kind = text(binding, "target", "kind");
        if (node.isEmpty() || !(kind.isEmpty() || kind.equals("Node"))) {
            Cause cause = node.isEmpty()
                    ? new Cause("FieldValueRequired", "Required value", "target.name")
                    : new Cause(
                            "FieldValueNotSupported",
                            "Unsupported value: \"" + kind + "\": supported values: \"Node\", \"<empty>\"",
                            "target.kind");
            throw Failures.invalid("", "Binding", text(metadata(binding), "name"), List.of(cause))
                    .exception();
        }
        return pod -> bind(pod, binding, node, now);
    }

    private static ObjectNode bind(ObjectNode pod, ObjectNode binding, String node, Instant now) {
        String name = text(metadata(pod), "name");
        String uid = text(metadata(binding), "uid");
        if (!uid.isEmpty() && !uid.equals(text(metadata(pod), "uid"))) {
            throw Failures.conflict(
                            RESOURCE,
                            name,
                            "Precondition failed: UID in precondition: " + uid + ", UID in object meta: "
                                    + text(metadata(pod), "uid"))
                    .exception();
        }
        if (metadata(pod).has("deletionTimestamp")) {
            throw Failures.conflict(RESOURCE, name, "pod " + name + " is being deleted, cannot be assigned to a host")
                    .exception();
        }
        if (!pod.path("spec").path("schedulingGates").isEmpty()) {
            throw Failures.conflict(RESOURCE, name, "pod " + name + " has non-empty .spec.schedulingGates")
                    .exception();
        }
        String assigned = text(pod, "spec", "nodeName");
        if (!assigned.isEmpty()) {
            throw Failures.conflict(RESOURCE, name, "pod " + name + " is already assigned to node \"" + assigned + "\"")
                    .exception();
        }
        child(pod, "spec").put("nodeName", node);
        JsonNode annotations = metadata(binding).path("annotations");
        if (!annotations.isEmpty()) {
            ObjectNode into = child(metadata(pod), "annotations");
            annotations.properties().forEach(annotation -> into.set(annotation.getKey(), annotation.getValue()));
        }
        scheduled(child(pod, "status"), now);
        return pod;
    }

    private static void scheduled(ObjectNode status, Instant now) {
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode found ? found : status.putArray("conditions");
        ObjectNode scheduled = null;
        for (JsonNode condition : conditions) {
            if (condition instanceof ObjectNode object && text(object, "type").equals("PodScheduled")) {
                scheduled = object;
            }
        }
        if (scheduled == null) {
            scheduled = conditions.addObject();
        }
        scheduled.removeAll();
        scheduled
                .put("type", "PodScheduled")
                .put("status", "True")
                .putNull("lastProbeTime")
                .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
