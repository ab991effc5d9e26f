package io.shiplog.resources.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings an object to what a typed server would have kept of it: members that the schema does not know and members
 * that are null go, null entries of maps and lists become the zero value, and a quantity written as a number becomes text.
 */
public final class SchemaPruning {
    private SchemaPruning() {}

    /** Changes {@code object}, which has passed {@link SchemaCheck}, in place. */
    public static void prune(ObjectNode object, Schema schema) {
        if (schema.type() == SchemaType.ANY) {
            return;
        }
        boolean map = schema.isMap() && schema.properties().isEmpty();
        var members = object.properties().iterator();
        while (members.hasNext()) {
            var member = members.next();
            Schema known = schema.property(member.getKey());
            JsonNode value = member.getValue();
            if (known == null || value.isNull() && !map && known.type() != SchemaType.ANY) {
                members.remove();
            } else {
                JsonNode kept = value(value, known);
                if (kept != value) {
                    member.setValue(kept);
                }
            }
        }
    }

    private static void prune(ArrayNode array, @Nullable Schema items) {
        if (items == null) {
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = array.get(i);
            JsonNode kept = value(value, items);
            if (kept != value) {
                array.set(i, kept);
            }
        }
    }

    private static JsonNode value(JsonNode value, Schema schema) {
        switch (value) {
            case ObjectNode object -> prune(object, schema);
            case ArrayNode array -> prune(array, schema.items());
            default -> {
                if (value.isNull()) {
                    return zero(schema);
                }
                if (schema.type() == SchemaType.QUANTITY && value.isNumber()) {
                    return JsonNodeFactory.instance.stringNode(value.asString());
                }
            }
        }
        return value;
    }

    private static JsonNode zero(Schema schema) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (schema.type()) {
            case STRING -> nodes.stringNode("");
            case QUANTITY -> nodes.stringNode("0");
            case INTEGER, NUMBER, INT_OR_STRING -> nodes.numberNode(0);
            case BOOLEAN -> nodes.booleanNode(false);
            case OBJECT -> nodes.objectNode();
            case ARRAY, ANY -> nodes.nullNode();
        };
    }
}
