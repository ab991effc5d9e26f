package io.shiplog.resources.kinds.policy;

import io.shiplog.resources.defaults.Fill;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into the kinds that neither run pods nor carry traffic or data. */
public final class PolicyDefaults {
    private PolicyDefaults() {}

    public static void priorityClass(ObjectNode priorityClass) {
        Fill.text(priorityClass, "preemptionPolicy", "PreemptLowerPriority");
    }

    /** A container's limits imply its defaults, and those its default requests. */
    public static void limitRange(ObjectNode limitRange) {
        Fill.each(Fill.object(limitRange, "spec"), "limits", limit -> {
            if (limit.path("type").asString("").equals("Container")) {
                copy(limit, "max", "default");
                copy(limit, "default", "defaultRequest");
                copy(limit, "min", "defaultRequest");
            }
        });
    }

    private static void copy(ObjectNode limit, String from, String to) {
        Fill.in(limit, from, amounts -> {
            ObjectNode target = Fill.object(limit, to);
            amounts.properties().forEach(amount -> Fill.node(target, amount.getKey(), amount.getValue()));
        });
    }
}
