package io.shiplog.resources.admission;

import io.shiplog.resources.catalogue.ResourceKind;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The priorities of new pods after the cluster's PriorityClasses: upstream's admission plugin Priority. */
public final class Priorities {
    private Priorities() {}

    /**
     * Sets a new pod's priority and preemption policy from the class that it names, or from the cluster's default class.
     *
     * @param classes all PriorityClass objects
     * @return why not, for a 403 Forbidden; empty when the priority is set
     */
    public static Optional<String> resolve(ResourceKind kind, ObjectNode pod, List<? extends JsonNode> classes) {
        if (!kind.groupResource().equals("pods") || !(pod.get("spec") instanceof ObjectNode spec)) {
            return Optional.empty();
        }
        String name = Members.text(spec, "priorityClassName");
        for (JsonNode each : classes) {
            boolean chosen = name.isEmpty()
                    ? each.path("globalDefault").asBoolean(false)
                    : Members.text(each.path("metadata"), "name").equals(name);
            if (chosen) {
                spec.put("priorityClassName", Members.text(each.path("metadata"), "name"));
                spec.put("priority", each.path("value").asInt(0));
                spec.put("preemptionPolicy", each.path("preemptionPolicy").asString("PreemptLowerPriority"));
                return Optional.empty();
            }
        }
        return name.isEmpty() || spec.has("priority")
                ? Optional.empty()
                : Optional.of("no PriorityClass with name " + name + " was found");
    }
}
