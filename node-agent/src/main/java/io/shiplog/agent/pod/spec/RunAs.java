package io.shiplog.agent.pod.spec;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who the processes of a pod or a container run as; null is whatever comes from elsewhere. */
public record RunAs(
        @Nullable Long user, @Nullable Long group, @Nullable Boolean nonRoot) {

    static RunAs read(JsonNode context) {
        JsonNode nonRoot = context.path("runAsNonRoot");
        return new RunAs(
                JsonParts.number(context, "runAsUser"),
                JsonParts.number(context, "runAsGroup"),
                nonRoot.isBoolean() ? (Boolean) nonRoot.booleanValue() : null);
    }

    /** What this says, and where it says nothing what {@code common} does. */
    public RunAs over(RunAs common) {
        return new RunAs(
                user == null ? common.user : user,
                group == null ? common.group : group,
                nonRoot == null ? common.nonRoot : nonRoot);
    }
}
