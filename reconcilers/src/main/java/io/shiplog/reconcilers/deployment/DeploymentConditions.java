package io.shiplog.reconcilers.deployment;

import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The conditions of a Deployment: a reason that is there already keeps its times. */
final class DeploymentConditions {
    static final String AVAILABLE = "Available";
    static final String PROGRESSING = "Progressing";

    private DeploymentConditions() {}

    /** Says {@code reason}, unless the condition has that status and reason already. */
    static void say(ObjectNode status, String type, String truth, String reason, String message, Instant now) {
        ObjectNode current = StatusConditions.find(status, type);
        if (current != null
                && text(current, "status").equals(truth)
                && text(current, "reason").equals(reason)) {
            return;
        }
        renew(status, type, truth, reason, message, now);
    }

    /**
     * Says {@code reason} with a new update time, as the last of the conditions. The transition time moves only with
     * the status.
     */
    static void renew(ObjectNode status, String type, String truth, String reason, String message, Instant now) {
        ObjectNode current = StatusConditions.find(status, type);
        String time = Times.text(now);
        String since =
                current != null && text(current, "status").equals(truth) ? text(current, "lastTransitionTime") : time;
        StatusConditions.remove(status, type);
        StatusConditions.put(
                status,
                Json.object()
                        .put("type", type)
                        .put("status", truth)
                        .put("lastUpdateTime", time)
                        .put("lastTransitionTime", since)
                        .put("reason", reason)
                        .put("message", message));
    }

    static String reason(ObjectNode status, String type) {
        ObjectNode current = StatusConditions.find(status, type);
        return current == null ? "" : text(current, "reason");
    }

    /** When the condition last showed progress, or null. */
    static @Nullable Instant updated(ObjectNode status, String type) {
        ObjectNode current = StatusConditions.find(status, type);
        return current == null ? null : Times.parse(text(current, "lastUpdateTime"));
    }

    private static String text(ObjectNode condition, String member) {
        return condition.path(member).asString("");
    }
}
