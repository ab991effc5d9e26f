package io.shiplog.resources.diff;

import io.shiplog.resources.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field that differs.
 *
 * @param path as {@link ObjectFields} names it
 * @param from its value before, null where it was not there
 * @param to its value after, null where it is not there
 */
public record FieldChange(
        String path, @Nullable JsonNode from, @Nullable JsonNode to) {

    /**
     * What differs between two versions of an object: first what changed or went, in the order of {@code before}, then
     * what came.
     */
    public static List<FieldChange> between(@Nullable ObjectNode before, @Nullable ObjectNode after, Schema schema) {
        return between(ObjectFields.of(before, schema), ObjectFields.of(after, schema));
    }

    static List<FieldChange> between(Map<String, JsonNode> before, Map<String, JsonNode> after) {
        List<FieldChange> changes = new ArrayList<>();
        before.forEach((path, value) -> {
            JsonNode now = after.get(path);
            if (!value.equals(now)) {
                changes.add(new FieldChange(path, value, now));
            }
        });
        after.forEach((path, value) -> {
            if (!before.containsKey(path)) {
                changes.add(new FieldChange(path, null, value));
            }
        });
        return changes;
    }

    /** Whether the field is {@code path} or lies below it. */
    public boolean isWithin(String path) {
        return this.path.startsWith(path)
                && (this.path.length() == path.length()
                        || path.isEmpty()
                        || this.path.charAt(path.length()) == '.'
                        || this.path.charAt(path.length()) == '[');
    }

    /** One line for people: {@code spec.replicas: 3 → 5}. */
    @Override
    public String toString() {
        if (from == null) {
            return path + ": " + to;
        }
        return to == null ? path + ": " + from + " removed" : path + ": " + from + " → " + to;
    }
}
