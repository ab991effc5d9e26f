package io.shiplog.resources.write;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.conditions.PodConditions;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a pod on a node, once (upstream's {@code BindingREST.assignPod}, v1.34): the API's bindings and the scheduler's.
 *
 * @param pod the pod
 * @param binding a {@code v1} Binding
 */
public record Binding(Target pod, ObjectNode binding, Instant now) implements WriteRequest {
    private static final GroupResource RESOURCE = GroupResource.core("pods/binding");

    /** The binding of {@code pod} to {@code node}. */
    public static ObjectNode to(String node, StoredObject pod) {
        ObjectNode binding = Json.object();
        binding.putObject("metadata").put("name", pod.key().name()).put("uid", pod.uid());
        binding.putObject("target").put("kind", "Node").put("name", node);
        return binding;
    }

    @Override
    public Decision decide(View view) {
        Refusal refusal = invalid();
        if (refusal != null) {
            return new Decision.Refused(refusal);
        }
        StoredObject current = view.get(pod.stored(), pod.key());
        return current == null
                ? new Decision.Refused(Refusal.notFound(pod.named(), pod.name()))
                : of(current, binding, now);
    }

    /** Binds a pod that is at hand. */
    public static Decision of(StoredObject current, ObjectNode binding, Instant now) {
        ObjectNode pod = Trees.of(current);
        String why = refusal(current, pod, binding);
        if (why != null) {
            return new Decision.Refused(Refusal.conflict(RESOURCE, current.key().name(), why));
        }
        Trees.child(pod, "spec").put("nodeName", Trees.text(binding, "target", "name"));
        if (binding.path("metadata").get("annotations") instanceof ObjectNode annotations && !annotations.isEmpty()) {
            Trees.child(Trees.metadata(pod), "annotations").setAll(annotations);
        }
        // Upstream's binding observes no generation, also where the condition did before.
        PodConditions.set(Trees.child(pod, "status"), Condition.holds("PodScheduled", "", ""), 0, now);
        return new Decision.Propose(List.of(Writes.replace(current, pod)));
    }

    private static @Nullable String refusal(StoredObject current, ObjectNode pod, ObjectNode binding) {
        String name = current.key().name();
        String uid = Trees.text(binding, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(current.uid())) {
            return "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + current.uid();
        }
        if (current.facts().deleting()) {
            return "pod " + name + " is being deleted, cannot be assigned to a host";
        }
        if (!pod.path("spec").path("schedulingGates").isEmpty()) {
            return "pod " + name + " has non-empty .spec.schedulingGates";
        }
        String assigned = Trees.text(pod, "spec", "nodeName");
        return assigned.isEmpty() ? null : "pod " + name + " is already assigned to node \"" + assigned + "\"";
    }

    /** 422 when the binding names no node. */
    private @Nullable Refusal invalid() {
        String node = Trees.text(binding, "target", "name");
        String kind = Trees.text(binding, "target", "kind");
        if (!node.isEmpty() && (kind.isEmpty() || kind.equals("Node"))) {
            return null;
        }
        Cause cause = node.isEmpty()
                ? new Cause("FieldValueRequired", "Required value", "target.name")
                : new Cause(
                        "FieldValueNotSupported",
                        "Unsupported value: \"" + kind + "\": supported values: \"Node\", \"<empty>\"",
                        "target.kind");
        return Refusal.invalid("", "Binding", Trees.text(binding, "metadata", "name"), List.of(cause));
    }
}
