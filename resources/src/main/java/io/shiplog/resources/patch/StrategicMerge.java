package io.shiplog.resources.patch;

import io.shiplog.resources.json.GoText;
import io.shiplog.resources.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Strategic merge patch, as apimachinery's strategicpatch applies it on the server: a merge patch that merges lists by
 * the merge keys of the schema, with its directives {@code $patch}, {@code $deleteFromPrimitiveList/},
 * {@code $setElementOrder/} and {@code $retainKeys}.
 */
public final class StrategicMerge {
    private StrategicMerge() {}

    /**
     * A new object; neither argument changes. Nulls of the patch delete, and never appear in the result. Throws
     * {@link PatchException} on a directive that upstream refuses.
     */
    public static ObjectNode apply(ObjectNode current, ObjectNode patch, Schema schema) {
        return mergeMaps(current.deepCopy(), patch.deepCopy(), Hints.of(schema));
    }

    /** Changes and returns {@code original}; consumes {@code patch}. */
    static ObjectNode mergeMaps(ObjectNode original, ObjectNode patch, Hints hints) {
        JsonNode directive = patch.get(Directives.PATCH);
        if (directive != null) {
            switch (directive.asString("")) {
                case Directives.REPLACE -> {
                    return Directives.removeFrom(patch);
                }
                case Directives.DELETE -> {
                    return JsonNodeFactory.instance.objectNode();
                }
                case Directives.MERGE -> patch.remove(Directives.PATCH);
                default -> throw Directives.unknown(directive, patch);
            }
        }
        Directives.retainKeys(original, patch);
        ListOrder.applySetElementOrder(original, patch, hints);
        for (Map.Entry<String, JsonNode> change : new ArrayList<>(patch.properties())) {
            String deletions = Directives.nameAfter(Directives.DELETE_FROM_PRIMITIVE_LIST, change.getKey());
            if (deletions == null) {
                mergeMember(original, change.getKey(), change.getValue(), hints);
            } else if (original.get(deletions) instanceof ArrayNode list
                    && change.getValue() instanceof ArrayNode gone) {
                original.set(deletions, without(list, gone));
            }
        }
        return original;
    }

    private static void mergeMember(ObjectNode original, String name, JsonNode change, Hints hints) {
        JsonNode present = original.get(name);
        if (change.isNull()) {
            original.remove(name);
        } else if (present instanceof ObjectNode map && change instanceof ObjectNode mapChange) {
            Hints member = hints.member(name);
            original.set(
                    name, member.replaces() ? Directives.removeFrom(mapChange) : mergeMaps(map, mapChange, member));
        } else if (present instanceof ArrayNode list && change instanceof ArrayNode listChange) {
            original.set(name, mergeLists(list, listChange, hints.member(name)));
        } else {
            JsonNode plain = Directives.removeFromValue(change);
            if (plain == null) {
                original.remove(name);
            } else {
                original.set(name, plain);
            }
        }
    }

    /** A list with the schema's strategy: merged by key or as a set, or else replaced. */
    static ArrayNode mergeLists(ArrayNode original, ArrayNode patch, Hints list) {
        if (!list.merges()) {
            return Directives.removeFrom(patch);
        }
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        String mergeKey = list.mergeKey();
        if (isListOfMaps(original, patch)) {
            if (mergeKey.isEmpty()) {
                throw PatchException.malformed("cannot merge lists without merge key for " + list.name());
            }
            return mergeListOfMaps(original, patch, mergeKey, list.items());
        }
        Map<String, JsonNode> distinct = new LinkedHashMap<>();
        original.forEach(value -> distinct.putIfAbsent(value.asString(), value));
        patch.forEach(value -> distinct.putIfAbsent(value.asString(), value));
        return ListOrder.ordered(array(distinct.values()), patch, original, mergeKey);
    }

    private static boolean isListOfMaps(ArrayNode original, ArrayNode patch) {
        boolean maps = false;
        boolean others = false;
        for (ArrayNode list : List.of(original, patch)) {
            for (JsonNode item : list) {
                if (item.isArray()) {
                    throw PatchException.notApplicable("lists of lists are not supported");
                }
                maps |= item.isObject();
                others |= !item.isObject();
            }
        }
        if (maps && others) {
            throw PatchException.malformed("list element types are not identical");
        }
        return maps;
    }

    /**
     * Items of the patch change the first item of the same key. Keys may occur more than once, as the ports of a
     * Service for two protocols do: the others stay.
     */
    private static ArrayNode mergeListOfMaps(ArrayNode original, ArrayNode patch, String mergeKey, Hints items) {
        List<JsonNode> merged = new ArrayList<>();
        original.forEach(merged::add);
        ArrayNode additions = JsonNodeFactory.instance.arrayNode();
        boolean replace = false;
        for (JsonNode item : patch) {
            @Nullable JsonNode directive = item.get(Directives.PATCH);
            switch (directive == null ? Directives.MERGE : directive.asString("")) {
                case Directives.DELETE -> {
                    String gone = keyOf(item, mergeKey);
                    merged.removeIf(present -> keyOf(present, mergeKey).equals(gone));
                }
                case Directives.REPLACE -> replace = true;
                case Directives.MERGE -> additions.add(item);
                default -> throw Directives.unknown(directive == null ? patch : directive, item);
            }
        }
        if (replace) {
            return Directives.removeFrom(additions);
        }
        for (JsonNode item : additions) {
            ObjectNode change = (ObjectNode) item;
            change.remove(Directives.PATCH);
            int place = indexOf(keyOf(item, mergeKey), merged, mergeKey);
            if (place < 0) {
                merged.add(Directives.removeFrom(change));
            } else if (merged.get(place) instanceof ObjectNode present) {
                merged.set(place, mergeMaps(present, change, items));
            }
        }
        return ListOrder.ordered(array(merged), additions, original, mergeKey);
    }

    private static int indexOf(String key, List<JsonNode> items, String mergeKey) {
        for (int i = 0; i < items.size(); i++) {
            if (keyOf(items.get(i), mergeKey).equals(key)) {
                return i;
            }
        }
        return -1;
    }

    static String keyOf(JsonNode item, String mergeKey) {
        JsonNode key = item.get(mergeKey);
        if (key == null) {
            throw PatchException.malformed(
                    "map: " + GoText.of(item) + " does not contain declared merge key: " + mergeKey);
        }
        return key.asString("");
    }

    private static ArrayNode without(ArrayNode list, ArrayNode gone) {
        Set<String> names = new HashSet<>();
        gone.forEach(value -> names.add(value.asString("")));
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        list.forEach(value -> {
            if (!names.contains(value.asString(""))) {
                kept.add(value);
            }
        });
        return kept;
    }

    static ArrayNode array(Iterable<JsonNode> items) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        items.forEach(array::add);
        return array;
    }
}
