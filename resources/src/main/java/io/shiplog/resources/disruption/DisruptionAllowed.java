package io.shiplog.resources.disruption;

import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.conditions.StatusConditions;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * The condition DisruptionAllowed in a budget's status (k8s.io/component-helpers/apps/poddisruptionbudget, v1.34), made
 * out for the generation that the status has observed.
 */
public final class DisruptionAllowed {
    private static final String TYPE = "DisruptionAllowed";

    private DisruptionAllowed() {}

    /** Says what {@code status.disruptionsAllowed} says. */
    public static void say(ObjectNode status, Instant now) {
        boolean allowed = status.path("disruptionsAllowed").asInt(0) > 0;
        Condition condition =
                allowed ? Condition.holds(TYPE, "SufficientPods", "") : Condition.fails(TYPE, "InsufficientPods", "");
        set(status, condition, now);
    }

    /** Says that nobody could count: nothing may go. */
    public static void failed(ObjectNode status, String why, Instant now) {
        set(status, Condition.fails(TYPE, "SyncFailed", why), now);
    }

    private static void set(ObjectNode status, Condition condition, Instant now) {
        StatusConditions.set(
                status, condition, status.path("observedGeneration").asLong(0), now);
    }
}
