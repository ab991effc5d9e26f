package io.shiplog.resources.structural;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** That no item of a set, and no key of a map, is there twice (apiextensions' {@code listtype}, v1.34). */
final class UniqueItems {
    private final List<FieldError> errors = new ArrayList<>();

    private UniqueItems() {}

    /** What is there twice in a value, each named once. */
    static List<FieldError> check(JsonNode value, StructuralSchema schema, String path) {
        UniqueItems check = new UniqueItems();
        check.value(value, schema, path);
        return check.errors;
    }

    private void value(JsonNode value, @Nullable StructuralSchema schema, String path) {
        if (schema == null) {
            return;
        }
        switch (value) {
            case ObjectNode object ->
                object.properties().forEach(member -> {
                    String name = member.getKey();
                    boolean named = schema.properties().containsKey(name);
                    String at = named ? path.isEmpty() ? name : path + "." + name : path + "[" + name + "]";
                    value(member.getValue(), schema.member(name), at);
                });
            case ArrayNode array -> {
                switch (schema.list()) {
                    case "set" -> report(array, path, items(array));
                    case "map" -> keys(array, schema, path);
                    default -> {}
                }
                for (int i = 0; i < array.size(); i++) {
                    value(array.get(i), schema.items(), path + "[" + i + "]");
                }
            }
            default -> {}
        }
    }

    private void keys(ArrayNode array, StructuralSchema schema, String path) {
        List<JsonNode> keys = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = array.get(i);
            if (!item.isObject() && !item.isNull()) {
                errors.add(FieldError.invalid(
                        path + "[" + i + "]", item, "must be an object for an array of list-type map"));
                return;
            }
            ObjectNode key = Json.object();
            for (String name : schema.listKeys()) {
                if (item.has(name)) {
                    key.set(name, item.path(name));
                }
            }
            keys.add(key);
        }
        report(array, path, keys);
    }

    private static List<JsonNode> items(ArrayNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }

    /** Names the second of equal values; further ones are not told. */
    private void report(ArrayNode array, String path, List<JsonNode> values) {
        Map<JsonNode, Integer> times = new HashMap<>();
        for (int i = 0; i < array.size(); i++) {
            if (times.merge(values.get(i), 1, Integer::sum) == 2) {
                errors.add(FieldError.duplicate(path + "[" + i + "]", values.get(i)));
            }
        }
    }
}
