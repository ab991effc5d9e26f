package io.shiplog.reconcilers.objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of conditions in a status. */
public final class Conditions {
    private Conditions() {}

    /** The condition of {@code type} in {@code status.conditions}, or null. */
    public static @Nullable ObjectNode find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition instanceof ObjectNode object
                    && object.path("type").asString("").equals(type)) {
                return object;
            }
        }
        return null;
    }

    /** Removes the condition of {@code type}, and the list when it was the last. */
    public static void remove(ObjectNode status, String type) {
        Draft.removeFrom(
                status,
                "conditions",
                condition -> condition.path("type").asString("").equals(type));
    }

    /** Puts {@code condition} at the place of the one of its type, or at the end. */
    public static void put(ObjectNode status, ObjectNode condition) {
        ArrayNode all = Draft.list(status, "conditions");
        String type = condition.path("type").asString("");
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).path("type").asString("").equals(type)) {
                all.set(i, condition);
                return;
            }
        }
        all.add(condition);
    }
}
