package io.shiplog.resources.diff;

import io.shiplog.resources.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object without one of the changes that led to it: what the change set is as it was before, and all that was
 * changed otherwise stays. Where the change's own value has been changed again, it stays too, and is a conflict.
 *
 * @param object the object wanted
 * @param conflicts the paths of what was changed again
 */
public record TakenBack(ObjectNode object, List<String> conflicts) {

    /**
     * Takes a change back.
     *
     * @param current the object as it is; not changed
     * @param before as it was before the change
     * @param after as the change left it
     */
    public static TakenBack of(ObjectNode current, ObjectNode before, ObjectNode after, Schema schema) {
        List<String> conflicts = new ArrayList<>();
        ObjectNode object = current.deepCopy();
        members("", object, before, after, schema, conflicts, false);
        return new TakenBack(object, List.copyOf(conflicts));
    }

    /**
     * Makes a change again, on an object that has gone another way since: what the change set is set, whatever it is
     * now, and all else stays.
     *
     * @param current the object as it is; not changed
     * @param before as the change met it
     * @param after as the change left it
     */
    public static ObjectNode again(ObjectNode current, ObjectNode before, ObjectNode after, Schema schema) {
        ObjectNode object = current.deepCopy();
        members("", object, after, before, schema, new ArrayList<>(), true);
        return object;
    }

    private static void members(
            String path,
            ObjectNode current,
            JsonNode before,
            JsonNode after,
            @Nullable Schema schema,
            List<String> conflicts,
            boolean insists) {
        Set<String> names = new LinkedHashSet<>(before.propertyNames());
        names.addAll(after.propertyNames());
        for (String name : names) {
            String below = ObjectFields.path(path, name);
            Schema member = schema == null ? null : schema.property(name);
            JsonNode wanted =
                    value(below, current.get(name), before.get(name), after.get(name), member, conflicts, insists);
            if (wanted == null) {
                current.remove(name);
            } else {
                current.set(name, wanted);
            }
        }
    }

    /** What a field is to be; null for nothing. */
    private static @Nullable JsonNode value(
            String path,
            @Nullable JsonNode current,
            @Nullable JsonNode before,
            @Nullable JsonNode after,
            @Nullable Schema schema,
            List<String> conflicts,
            boolean insists) {
        if (Objects.equals(before, after) || Objects.equals(current, before)) {
            return current;
        }
        if (Objects.equals(current, after)) {
            return before;
        }
        if (current instanceof ObjectNode object && before instanceof ObjectNode && after instanceof ObjectNode) {
            ObjectNode copy = object.deepCopy();
            members(path, copy, before, after, schema, conflicts, insists);
            return copy;
        }
        List<String> keys = ObjectFields.keys(schema);
        if (isNamed(current, keys) && isNamed(before, keys) && isNamed(after, keys)) {
            return items(
                    path, byName(current, keys), byName(before, keys), byName(after, keys), schema, conflicts, insists);
        }
        conflicts.add(path);
        return insists ? before : current;
    }

    private static boolean isNamed(@Nullable JsonNode list, List<String> keys) {
        return list instanceof ArrayNode && !keys.isEmpty() && ObjectFields.areTheirOwn(list, keys);
    }

    private static Map<String, JsonNode> byName(@Nullable JsonNode list, List<String> keys) {
        Map<String, JsonNode> items = new LinkedHashMap<>();
        if (list != null) {
            list.forEach(item -> items.put(ObjectFields.name(item, keys), item));
        }
        return items;
    }

    private static ArrayNode items(
            String path,
            Map<String, JsonNode> current,
            Map<String, JsonNode> before,
            Map<String, JsonNode> after,
            @Nullable Schema schema,
            List<String> conflicts,
            boolean insists) {
        Set<String> names = new LinkedHashSet<>(current.keySet());
        names.addAll(before.keySet());
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (String name : names) {
            JsonNode wanted = value(
                    path + "[" + name + "]",
                    current.get(name),
                    before.get(name),
                    after.get(name),
                    schema == null ? null : schema.items(),
                    conflicts,
                    insists);
            if (wanted != null) {
                items.add(wanted);
            }
        }
        return items;
    }
}
