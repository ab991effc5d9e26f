package io.shiplog.resources.structural;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.shiplog.resources.structural.StructuralSchema.Additional;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the OpenAPI v3 schemas of CustomResourceDefinitions; what has no place in one is passed over. */
final class StructuralParser {
    private StructuralParser() {}

    static StructuralSchema parse(JsonNode json) {
        SortedMap<String, StructuralSchema> properties = new TreeMap<>();
        json.path("properties").properties().forEach(one -> properties.put(one.getKey(), parse(one.getValue())));
        JsonNode value = json.get("default");
        return new StructuralSchema(
                json.path("type").asString("").intern(),
                flag(json, "nullable"),
                value == null || value.isNull() ? null : value,
                flag(json, "x-kubernetes-preserve-unknown-fields"),
                flag(json, "x-kubernetes-embedded-resource"),
                flag(json, "x-kubernetes-int-or-string"),
                Collections.unmodifiableSortedMap(properties),
                nested(json, "items"),
                additional(json.path("additionalProperties")),
                json.path("x-kubernetes-list-type").asString("").intern(),
                texts(json.path("x-kubernetes-list-map-keys")),
                json.path("x-kubernetes-map-type").asString("").equals("atomic"),
                rules(json));
    }

    private static ValueRules rules(JsonNode json) {
        String format = json.path("format").asString("");
        String pattern = json.path("pattern").asString("");
        List<JsonNode> values = new ArrayList<>();
        json.path("enum").forEach(values::add);
        return new ValueRules(
                Formats.isChecked(format) ? format : "",
                number(json, "maximum"),
                flag(json, "exclusiveMaximum"),
                number(json, "minimum"),
                flag(json, "exclusiveMinimum"),
                number(json, "multipleOf"),
                count(json, "maxLength"),
                count(json, "minLength"),
                pattern(pattern),
                pattern,
                count(json, "maxItems"),
                count(json, "minItems"),
                count(json, "maxProperties"),
                count(json, "minProperties"),
                values,
                texts(json.path("required")),
                all(json.path("allOf")),
                all(json.path("oneOf")),
                all(json.path("anyOf")),
                nested(json, "not"));
    }

    private static @Nullable Additional additional(JsonNode json) {
        return json.isObject()
                ? new Additional(true, parse(json))
                : json.isBoolean() ? new Additional(json.booleanValue(), null) : null;
    }

    private static @Nullable StructuralSchema nested(JsonNode json, String member) {
        JsonNode schema = json.path(member);
        return schema.isObject() ? parse(schema) : null;
    }

    private static List<StructuralSchema> all(JsonNode list) {
        List<StructuralSchema> schemas = new ArrayList<>();
        list.forEach(schema -> schemas.add(parse(schema)));
        return schemas;
    }

    private static @Nullable Pattern pattern(String text) {
        try {
            return text.isEmpty() ? null : Pattern.compile(text);
        } catch (PatternSyntaxException refusedWithTheDefinition) {
            return null;
        }
    }

    private static boolean flag(JsonNode json, String member) {
        return json.path(member).asBoolean(false);
    }

    private static @Nullable Double number(JsonNode json, String member) {
        JsonNode value = json.path(member);
        return value.isNumber() ? (Double) GoNumbers.value(value) : null;
    }

    private static @Nullable Long count(JsonNode json, String member) {
        JsonNode value = json.path(member);
        return value.isIntegralNumber() && value.canConvertToLong() ? (Long) value.longValue() : null;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString("").intern()));
        return texts;
    }
}
