package io.shiplog.resources.structural;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in what a schema says of absent values, and takes nulls away where null is no value (apiextensions' {@code
 * defaulting}, v1.34). Doing it twice changes nothing more.
 */
final class Defaulting {
    private Defaulting() {}

    /** Takes away, in place, the nulls that stand for absence and for which there is no default. */
    static void dropNulls(JsonNode value, @Nullable StructuralSchema schema) {
        switch (value) {
            case ObjectNode object -> {
                var members = object.properties().iterator();
                while (members.hasNext()) {
                    var member = members.next();
                    StructuralSchema of = schema == null ? null : schema.member(member.getKey());
                    if (isAbsence(member.getValue(), of) && of != null && of.defaultValue() == null) {
                        members.remove();
                    } else {
                        dropNulls(member.getValue(), of);
                    }
                }
            }
            case ArrayNode array -> array.forEach(item -> dropNulls(item, schema == null ? null : schema.items()));
            default -> {}
        }
    }

    /** Fills in, in place, what is absent. */
    static void fill(JsonNode value, @Nullable StructuralSchema schema) {
        if (schema == null) {
            return;
        }
        switch (value) {
            case ObjectNode object -> members(object, schema);
            case ArrayNode array -> {
                StructuralSchema items = schema.items();
                for (int i = 0; items != null && i < array.size(); i++) {
                    if (isAbsence(array.get(i), items)) {
                        array.set(i, defaultOf(items));
                    }
                    fill(array.get(i), items);
                }
            }
            default -> {}
        }
    }

    private static void members(ObjectNode object, StructuralSchema schema) {
        schema.properties().forEach((name, of) -> {
            JsonNode present = object.get(name);
            if (of.defaultValue() != null && (present == null || isAbsence(present, of))) {
                object.set(name, defaultOf(of));
            }
        });
        for (var member : object.properties()) {
            StructuralSchema of = schema.member(member.getKey());
            if (of != null && !schema.properties().containsKey(member.getKey()) && isAbsence(member.getValue(), of)) {
                member.setValue(defaultOf(of));
            }
            fill(member.getValue(), of);
        }
    }

    private static boolean isAbsence(JsonNode value, @Nullable StructuralSchema schema) {
        return value.isNull() && schema != null && schema.refusesNull();
    }

    private static JsonNode defaultOf(StructuralSchema schema) {
        JsonNode value = schema.defaultValue();
        return value == null ? NullNode.getInstance() : value.deepCopy();
    }
}
