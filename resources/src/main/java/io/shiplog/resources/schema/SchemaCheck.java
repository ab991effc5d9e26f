package io.shiplog.resources.schema;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares an object's structure with its schema: unknown members, values of wrong types, missing members. Null stands
 * for absence everywhere, as in Go's decoder.
 */
public final class SchemaCheck {
    private final JsonPath path = new JsonPath();
    private final List<String> unknownFields = new ArrayList<>();
    private final List<String> decodeErrors = new ArrayList<>();
    private final List<FieldError> missing = new ArrayList<>();
    /** The innermost type with a name: Go calls it the struct of a field. */
    private @Nullable Schema struct;

    private SchemaCheck() {}

    /** What is wrong with the structure of {@code object}; the object stays as it is. */
    public static SchemaReport check(ObjectNode object, Schema schema) {
        var check = new SchemaCheck();
        check.value(object, schema);
        return new SchemaReport(check.unknownFields, check.decodeErrors, check.missing);
    }

    private void value(JsonNode value, Schema schema) {
        if (value.isNull()) {
            return;
        }
        String problem = ScalarCheck.problem(value, schema);
        if (problem != null) {
            decodeErrors.add(problem);
            return;
        }
        if (!ScalarCheck.fits(value, schema)) {
            decodeErrors.add(mismatch(value, schema));
            return;
        }
        switch (value) {
            case ObjectNode object when schema.isMap() && schema.properties().isEmpty() -> entries(object, schema);
            case ObjectNode object -> members(object, schema);
            case ArrayNode array -> items(array, schema.items());
            default -> {}
        }
    }

    private void entries(ObjectNode map, Schema schema) {
        Schema values = schema.additionalProperties();
        if (values == null) {
            return;
        }
        map.properties().forEach(entry -> {
            path.enterKey(entry.getKey());
            value(entry.getValue(), values);
            path.leave();
        });
    }

    private void members(ObjectNode object, Schema schema) {
        Schema outer = struct;
        struct = schema.name().isEmpty() ? outer : schema;
        object.properties().forEach(member -> {
            path.enter(member.getKey());
            Schema known = schema.property(member.getKey());
            if (known == null) {
                unknownFields.add(path.toString());
            } else {
                value(member.getValue(), known);
            }
            path.leave();
        });
        for (String name : schema.required()) {
            JsonNode value = object.get(name);
            if (value == null || value.isNull()) {
                path.enter(name);
                missing.add(FieldError.required(path.toString(), ""));
                path.leave();
            }
        }
        struct = outer;
    }

    private void items(ArrayNode array, @Nullable Schema items) {
        if (items == null) {
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            path.enter(i);
            value(array.get(i), items);
            path.leave();
        }
    }

    private String mismatch(JsonNode value, Schema schema) {
        String kind = Json.goName(value);
        boolean number = value.isNumber() && schema.type() == SchemaType.INTEGER;
        return "json: cannot unmarshal " + (number ? "number " + value.asString() : kind) + " into Go struct field "
                + (struct == null ? "" : GoTypes.simpleName(struct)) + "." + path.members() + " of type "
                + GoTypes.of(schema);
    }
}
