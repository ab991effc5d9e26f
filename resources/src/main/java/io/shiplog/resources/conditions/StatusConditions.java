package io.shiplog.resources.conditions;

import io.shiplog.resources.json.Trees;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of conditions in a status, in which each type occurs once; set, they are {@code metav1.Condition}. */
public final class StatusConditions {
    private StatusConditions() {}

    /** The condition of {@code type} in {@code status.conditions}, or null. */
    public static @Nullable ObjectNode find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition instanceof ObjectNode object
                    && Trees.text(object, "type").equals(type)) {
                return object;
            }
        }
        return null;
    }

    /** Removes the condition of {@code type}, and the list when it was the last. */
    public static void remove(ObjectNode status, String type) {
        Trees.removeFrom(
                status, "conditions", condition -> Trees.text(condition, "type").equals(type));
    }

    /** Puts {@code condition}, whatever its members, at the place of the one of its type, or at the end. */
    public static void put(ObjectNode status, ObjectNode condition) {
        ArrayNode all = list(status);
        String type = Trees.text(condition, "type");
        for (int i = 0; i < all.size(); i++) {
            if (Trees.text(all.get(i), "type").equals(type)) {
                all.set(i, condition);
                return;
            }
        }
        all.add(condition);
    }

    /**
     * Says {@code wanted} at the place of the condition of its type, or at the end. The time changes only with the
     * condition's status (apimachinery's {@code meta.SetStatusCondition}, v1.34).
     *
     * @param observedGeneration the generation that it was made out for; 0 for none
     */
    public static void set(ObjectNode status, Condition wanted, long observedGeneration, Instant now) {
        ObjectNode condition = find(status, wanted.type());
        String since = since(condition, wanted, now);
        if (condition == null) {
            condition = list(status).addObject();
        }
        condition.removeAll();
        condition.put("type", wanted.type()).put("status", wanted.status());
        if (observedGeneration > 0) {
            condition.put("observedGeneration", observedGeneration);
        }
        condition
                .put("lastTransitionTime", since)
                .put("reason", wanted.reason())
                .put("message", wanted.message());
    }

    static String since(@Nullable ObjectNode before, Condition wanted, Instant now) {
        String text = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return before != null && before.path("status").asString("").equals(wanted.status())
                ? before.path("lastTransitionTime").asString(text)
                : text;
    }

    static ArrayNode list(ObjectNode status) {
        return Trees.list(status, "conditions");
    }
}
