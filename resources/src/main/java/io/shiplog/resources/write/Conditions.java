package io.shiplog.resources.write;

import io.shiplog.resources.json.Trees;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of conditions in a status, in which each type occurs once. */
public final class Conditions {
    private Conditions() {}

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

    /** Puts {@code condition} at the place of the one of its type, or at the end. */
    public static void put(ObjectNode status, ObjectNode condition) {
        ArrayNode all = Trees.list(status, "conditions");
        String type = Trees.text(condition, "type");
        for (int i = 0; i < all.size(); i++) {
            if (Trees.text(all.get(i), "type").equals(type)) {
                all.set(i, condition);
                return;
            }
        }
        all.add(condition);
    }
}
