package io.shiplog.resources.validation;

import io.shiplog.resources.Field;
import io.shiplog.resources.schema.Schema;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a schema alone demands: required fields and closed lists of values. Metadata has rules of its own, and what the
 * cluster observed is not held against anybody.
 */
final class SchemaRules {
    private static final Set<String> LEFT_OUT = Set.of("apiVersion", "kind", "metadata", "status");

    private SchemaRules() {}

    static void check(Schema schema, Field root) {
        members(root, schema, LEFT_OUT);
    }

    private static void members(Field field, Schema schema, Set<String> leftOut) {
        for (String name : schema.required()) {
            if (!leftOut.contains(name) && !field.has(name)) {
                field.at(name).required("");
            }
        }
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            // Most of what a schema names is absent.
            if (field.has(property.getKey()) && !leftOut.contains(property.getKey())) {
                value(field.at(property.getKey()), property.getValue());
            }
        }
    }

    private static void value(Field field, @Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        switch (schema.type()) {
            case OBJECT -> {
                Schema values = schema.additionalProperties();
                if (values == null) {
                    members(field, schema, Set.of());
                } else {
                    field.entries((key, entry) -> value(entry, values));
                }
            }
            case ARRAY -> field.items().forEach(item -> value(item, schema.items()));
            case STRING -> {
                if (!schema.enumValues().isEmpty()
                        && !field.blank()
                        && !schema.enumValues().contains(field.text())) {
                    field.notSupported(schema.enumValues());
                }
            }
            case INTEGER, NUMBER, BOOLEAN, INT_OR_STRING, QUANTITY, ANY -> {}
        }
    }
}
