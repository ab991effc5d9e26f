package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.SystemPriorities;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The priorities of new pods after the cluster's PriorityClasses: upstream's admission plugin Priority, v1.34. */
public final class Priorities {
    private static final String PREEMPTS = "PreemptLowerPriority";

    private Priorities() {}

    private record Priority(String className, int value, String preemptionPolicy) {
        static Priority of(JsonNode priorityClass) {
            return new Priority(
                    name(priorityClass),
                    priorityClass.path("value").asInt(0),
                    priorityClass.path("preemptionPolicy").asString(PREEMPTS));
        }
    }

    /**
     * Sets a new pod's priority and preemption policy from the class that it names, or from the cluster's default
     * class.
     *
     * @param classes all PriorityClass objects
     * @return why not, for a 403 Forbidden; empty when the priority is set
     */
    public static Optional<String> resolve(Kind kind, ObjectNode pod, List<? extends JsonNode> classes) {
        if (!kind.is(Pods.RESOURCE) || !(pod.get("spec") instanceof ObjectNode spec)) {
            return Optional.empty();
        }
        String name = Members.text(spec, "priorityClassName");
        Priority priority = name.isEmpty() ? usual(classes) : named(name, classes);
        if (priority == null) {
            return Optional.of("no PriorityClass with name " + name + " was found");
        }
        if (spec.path("priority").asInt(priority.value()) != priority.value()) {
            return Optional.of("the integer value of priority ("
                    + spec.path("priority").asInt(0)
                    + ") must not be provided in pod spec; priority admission controller computed " + priority.value()
                    + " from the given PriorityClass name");
        }
        String policy = Members.text(spec, "preemptionPolicy");
        if (!policy.isEmpty() && !policy.equals(priority.preemptionPolicy())) {
            return Optional.of("the string value of PreemptionPolicy (" + policy
                    + ") must not be provided in pod spec; priority admission controller computed "
                    + priority.preemptionPolicy() + " from the given PriorityClass name");
        }
        if (!priority.className().isEmpty()) {
            spec.put("priorityClassName", priority.className());
        }
        spec.put("priority", priority.value()).put("preemptionPolicy", priority.preemptionPolicy());
        return Optional.empty();
    }

    private static @Nullable Priority named(String name, List<? extends JsonNode> classes) {
        for (JsonNode each : classes) {
            if (name(each).equals(name)) {
                return Priority.of(each);
            }
        }
        // The system's own classes may be created a moment after the first pod that names one.
        Integer value = SystemPriorities.VALUES.get(name);
        return value == null ? null : new Priority(name, value, PREEMPTS);
    }

    /** Should there be several defaults, the lowest is meant. */
    private static Priority usual(List<? extends JsonNode> classes) {
        Priority lowest = null;
        for (JsonNode each : classes) {
            if (each.path("globalDefault").asBoolean(false)) {
                Priority found = Priority.of(each);
                lowest = lowest == null || found.value() < lowest.value() ? found : lowest;
            }
        }
        return lowest == null ? new Priority("", 0, PREEMPTS) : lowest;
    }

    private static String name(JsonNode priorityClass) {
        return Members.text(priorityClass.path("metadata"), "name");
    }
}
