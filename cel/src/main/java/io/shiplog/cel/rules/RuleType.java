package io.shiplog.cel.rules;

import dev.cel.common.types.CelType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A schema as expressions see it: what the checker knows of its values, how large they can be, and how a JSON value is
 * taken. Immutable.
 *
 * @param cel what the checker knows
 * @param shape how a JSON value is taken
 * @param element of a list's items or a map's values, null where there are none
 * @param members an object's by their escaped names
 * @param list how the items of a list are one: {@code atomic}, {@code set}, {@code map}
 * @param keys of a list of the type {@code map}
 * @param maxElements the most characters, items or entries
 * @param minSize the least bytes of its JSON
 */
record RuleType(
        CelType cel,
        Shape shape,
        @Nullable RuleType element,
        Map<String, Member> members,
        String list,
        List<String> keys,
        long maxElements,
        long minSize) {
    RuleType {
        members = Map.copyOf(members);
        keys = List.copyOf(keys);
    }

    /** How a JSON value is taken. */
    enum Shape {
        ANY,
        OBJECT,
        MAP,
        LIST,
        TEXT,
        BYTES,
        DURATION,
        TIME,
        NUMBER,
        WHOLE,
        FLAG
    }

    /** @param name as it is in JSON */
    record Member(String name, RuleType type) {}

    /** A value of this schema; nothing of it is copied. */
    Object value(JsonNode json) {
        return JsonValues.of(json, this);
    }
}
