package io.shiplog.resources.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Members of stored objects that this schema does not know: a process of a newer version wrote them. A client that
 * replaces the object through this one cannot have meant them.
 */
public final class UnknownFields {
    private UnknownFields() {}

    /**
     * Adds to {@code object}, in place, the unknown members that {@code old} has wherever both have the same parent.
     */
    public static void carry(ObjectNode object, Schema schema, ObjectNode old) {
        for (var member : old.properties()) {
            Schema known = schema.property(member.getKey());
            if (known == null) {
                object.set(member.getKey(), member.getValue());
            } else {
                value(object.path(member.getKey()), known, member.getValue());
            }
        }
    }

    private static void value(JsonNode value, Schema schema, JsonNode old) {
        if (value instanceof ObjectNode object && old instanceof ObjectNode before) {
            carry(object, schema, before);
        } else if (value instanceof ArrayNode array && schema.items() != null && old.isArray()) {
            for (int i = 0; i < array.size(); i++) {
                JsonNode before = counterpart(array, i, schema, old);
                if (before != null) {
                    value(array.get(i), schema.items(), before);
                }
            }
        }
    }

    /** What the item at {@code index} was in {@code old}: the item of the same merge key, or else of the same index. */
    static @Nullable JsonNode counterpart(ArrayNode array, int index, Schema list, JsonNode old) {
        String key = list.patchMergeKey();
        if (key.isEmpty()) {
            return old.get(index);
        }
        JsonNode name = array.get(index).get(key);
        for (JsonNode item : old) {
            if (name != null && name.equals(item.get(key))) {
                return item;
            }
        }
        return null;
    }
}
