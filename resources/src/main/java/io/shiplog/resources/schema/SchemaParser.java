package io.shiplog.resources.schema;

import io.shiplog.resources.schema.Schema.Merge;
import io.shiplog.resources.schema.Schema.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads OpenAPI schema objects: v2 definitions, and the v3 schemas of CustomResourceDefinitions. */
final class SchemaParser {
    private static final String REFERENCE = "#/definitions/";
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    private final Function<String, Schema> definitions;

    /** @param definitions finds the definition of a name, when it is first needed */
    SchemaParser(Function<String, Schema> definitions) {
        this.definitions = definitions;
    }

    Schema definition(String name, JsonNode json) {
        return new Schema(shape(name, json), merge(json), null);
    }

    private Schema field(JsonNode json) {
        String reference = json.path("$ref").asString("");
        JsonNode allOf = json.path("allOf");
        if (reference.isEmpty() && allOf.size() == 1) {
            reference = allOf.get(0).path("$ref").asString("");
        }
        Supplier<Shape> shape = reference.isEmpty() ? constant(shape("", json)) : referenced(reference);
        return new Schema(shape, merge(json), defaultValue(json));
    }

    private static Supplier<Shape> constant(Shape shape) {
        return () -> shape;
    }

    private Supplier<Shape> referenced(String reference) {
        String name = reference.substring(REFERENCE.length()).intern();
        return () -> definitions.apply(name).shape();
    }

    private Shape shape(String name, JsonNode json) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        json.path("properties")
                .properties()
                .forEach(member -> properties.put(member.getKey().intern(), field(member.getValue())));
        JsonNode additional = json.path("additionalProperties");
        Schema values =
                additional.isObject() ? field(additional) : additional.asBoolean(false) ? Schema.ANYTHING : null;
        Schema items = json.path("items").isObject() ? field(json.path("items")) : null;
        SchemaType type = type(name, json, !properties.isEmpty() || values != null);
        return new Shape(
                name,
                type,
                json.path("format").asString("").intern(),
                properties.isEmpty() ? Map.of() : java.util.Collections.unmodifiableMap(properties),
                items,
                values,
                strings(json.path("required")),
                strings(json.path("enum")),
                type == SchemaType.ANY
                        || json.path("x-kubernetes-preserve-unknown-fields").asBoolean(false),
                json.path("x-kubernetes-map-type").asString("").equals("atomic"));
    }

    private static SchemaType type(String name, JsonNode json, boolean structured) {
        if (name.equals(QUANTITY)) {
            return SchemaType.QUANTITY;
        }
        if (json.path("format").asString("").equals("int-or-string")
                || json.path("x-kubernetes-int-or-string").asBoolean(false)) {
            return SchemaType.INT_OR_STRING;
        }
        return switch (json.path("type").asString("")) {
            case "object" -> structured ? SchemaType.OBJECT : SchemaType.ANY;
            case "array" -> SchemaType.ARRAY;
            case "string" -> SchemaType.STRING;
            case "integer" -> SchemaType.INTEGER;
            case "number" -> SchemaType.NUMBER;
            case "boolean" -> SchemaType.BOOLEAN;
            default -> structured ? SchemaType.OBJECT : SchemaType.ANY;
        };
    }

    private static Merge merge(JsonNode json) {
        String key = json.path("x-kubernetes-patch-merge-key").asString("").intern();
        String strategy = json.path("x-kubernetes-patch-strategy").asString("");
        ListType list = switch (json.path("x-kubernetes-list-type").asString("")) {
            case "map" -> ListType.MAP;
            case "set" -> ListType.SET;
            default -> ListType.ATOMIC;
        };
        boolean atomicMap = json.path("x-kubernetes-map-type").asString("").equals("atomic");
        if (key.isEmpty() && strategy.isEmpty() && list == ListType.ATOMIC && !atomicMap) {
            return Merge.NONE;
        }
        Set<String> strategies = strategy.isEmpty() ? Set.of() : Set.of(strategy.split(",", -1));
        return new Merge(key, strategies, list, strings(json.path("x-kubernetes-list-map-keys")), atomicMap);
    }

    /** Go's zero values stand as defaults in the documents; they say nothing that absence does not. */
    private static @Nullable JsonNode defaultValue(JsonNode json) {
        JsonNode value = json.get("default");
        if (value == null || value.isNull()) {
            return null;
        }
        boolean zero = value.isContainer()
                ? value.isEmpty()
                : value.isString()
                        ? value.stringValue().isEmpty()
                        : value.isBoolean() ? !value.booleanValue() : value.asDouble(0) == 0;
        return zero ? null : value;
    }

    private static List<String> strings(JsonNode list) {
        if (list.isEmpty()) {
            return List.of();
        }
        var out = new ArrayList<String>(list.size());
        list.forEach(item -> out.add(item.asString().intern()));
        return List.copyOf(out);
    }
}
