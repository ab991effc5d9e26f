package io.shiplog.resources.schema;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings an object to what a typed server would have kept of it: members that the schema does not know, members that
 * are null and those that say nothing ({@link ZeroValues}) go, null entries of maps and lists become the zero value, a
 * quantity written as a number becomes text, and a time is written in UTC, to the precision of its type.
 */
public final class SchemaPruning {
    private SchemaPruning() {}

    /** Changes {@code object}, which has passed {@link SchemaCheck}, in place. */
    public static void prune(ObjectNode object, Schema schema) {
        members(object, schema, null);
    }

    /**
     * As {@link #prune(ObjectNode, Schema)}, for what a change made of {@code old}: a member that the schema does not
     * know stays if {@code old} has it, and as it is there.
     */
    public static void prune(ObjectNode object, Schema schema, ObjectNode old) {
        members(object, schema, old);
    }

    private static void members(ObjectNode object, Schema schema, @Nullable JsonNode old) {
        if (schema.type() == SchemaType.ANY) {
            return;
        }
        boolean map = schema.isMap() && schema.properties().isEmpty();
        var members = object.properties().iterator();
        while (members.hasNext()) {
            var member = members.next();
            Schema known = schema.property(member.getKey());
            JsonNode value = member.getValue();
            JsonNode before = old == null ? null : old.get(member.getKey());
            JsonNode kept;
            if (known == null) {
                kept = before;
            } else if (value.isNull() && !map && known.type() != SchemaType.ANY) {
                kept = null;
            } else if (!map && ZeroValues.saysNothing(value, known, schema, member.getKey())) {
                kept = null;
            } else {
                kept = value(value, known, before);
            }
            if (kept == null) {
                members.remove();
            } else if (kept != value) {
                member.setValue(kept);
            }
        }
    }

    private static void items(ArrayNode array, Schema schema, @Nullable JsonNode old) {
        Schema items = schema.items();
        if (items == null) {
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            JsonNode value = array.get(i);
            JsonNode kept = value(value, items, old == null ? null : UnknownFields.counterpart(array, i, schema, old));
            if (kept != value) {
                array.set(i, kept);
            }
        }
    }

    private static JsonNode value(JsonNode value, Schema schema, @Nullable JsonNode old) {
        switch (value) {
            case ObjectNode object -> members(object, schema, old);
            case ArrayNode array -> items(array, schema, old);
            default -> {
                if (value.isNull()) {
                    return zero(schema);
                }
                if (schema.type() == SchemaType.QUANTITY && value.isNumber()) {
                    return JsonNodeFactory.instance.stringNode(value.asString());
                }
                if (schema.format().equals("date-time") && value.isString()) {
                    return DateTimes.canonical(value, schema);
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
