package io.shiplog.resources.diff;

import io.shiplog.resources.schema.Schema;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of an object by their paths, in its order: {@code spec.template.spec.containers[web].image}. Items of
 * lists are named by the member that the schema merges them by, where every item has one of its own, and else by their
 * place. Objects and lists that hold something are no fields themselves. Left out is what changes with every write and
 * is nobody's: the resourceVersion and who manages which field.
 */
public final class ObjectFields {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_$-]+");
    private static final Set<String> NOBODYS = Set.of("metadata.resourceVersion", "metadata.managedFields");

    private final Map<String, JsonNode> fields = new LinkedHashMap<>();

    private ObjectFields() {}

    /** The fields of {@code object}; null has none. */
    public static Map<String, JsonNode> of(@Nullable ObjectNode object, Schema schema) {
        ObjectFields found = new ObjectFields();
        if (object != null) {
            found.members("", object, schema);
        }
        return Collections.unmodifiableMap(found.fields);
    }

    private void add(String path, JsonNode value, @Nullable Schema schema) {
        if (NOBODYS.contains(path)) {
            return;
        }
        if (value.isObject() && !value.isEmpty()) {
            members(path, value, schema);
        } else if (value.isArray() && !value.isEmpty() && hasStructures(value)) {
            items(path, value, schema);
        } else {
            fields.put(path, value);
        }
    }

    private void members(String path, JsonNode object, @Nullable Schema schema) {
        object.properties()
                .forEach(member -> add(
                        path(path, member.getKey()),
                        member.getValue(),
                        schema == null ? null : schema.property(member.getKey())));
    }

    /** The path of a member. */
    static String path(String parent, String name) {
        if (!PLAIN.matcher(name).matches()) {
            return parent + "[" + name + "]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }

    /** Lists of plain values, such as a container's command, are one value. */
    private static boolean hasStructures(JsonNode list) {
        for (JsonNode item : list) {
            if (item.isContainer()) {
                return true;
            }
        }
        return false;
    }

    private void items(String path, JsonNode list, @Nullable Schema schema) {
        Schema item = schema == null ? null : schema.items();
        List<String> keys = keys(schema);
        boolean named = !keys.isEmpty() && areTheirOwn(list, keys);
        for (int i = 0; i < list.size(); i++) {
            add(path + "[" + (named ? name(list.get(i), keys) : Integer.toString(i)) + "]", list.get(i), item);
        }
    }

    /** The members by which the items of a list are told apart; none where they go by their place. */
    static List<String> keys(@Nullable Schema schema) {
        if (schema == null) {
            return List.of();
        }
        return schema.patchMergeKey().isEmpty() ? schema.listMapKeys() : List.of(schema.patchMergeKey());
    }

    /** Whether each item has keys, and its own. */
    static boolean areTheirOwn(JsonNode list, List<String> keys) {
        Set<String> names = new HashSet<>();
        for (JsonNode item : list) {
            for (String key : keys) {
                if (!item.path(key).isValueNode()) {
                    return false;
                }
            }
            if (!names.add(name(item, keys))) {
                return false;
            }
        }
        return true;
    }

    /** What the keys name an item. */
    static String name(JsonNode item, List<String> keys) {
        StringBuilder name = new StringBuilder();
        for (String key : keys) {
            name.append(name.isEmpty() ? "" : ",").append(item.path(key).asString(""));
        }
        return name.toString();
    }
}
