package io.shiplog.cel.rules;

import io.shiplog.cel.value.Bytes;
import io.shiplog.cel.value.Entries;
import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.GoTime;
import io.shiplog.cel.value.Null;
import io.shiplog.cel.value.ObjectValue;
import io.shiplog.cel.value.Unsigned;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON as values of expressions: views of the tree, each part made when an expression looks at it. */
public final class JsonValues {
    private JsonValues() {}

    /** A value that no schema describes. */
    public static Object plain(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> new Mapping(json, null);
            case ARRAY -> new Listing(json, null);
            case STRING -> json.stringValue();
            case BOOLEAN -> json.booleanValue();
            case NUMBER -> number(json);
            case NULL, MISSING, BINARY, POJO -> Null.VALUE;
        };
    }

    static Object of(JsonNode json, RuleType type) {
        if (json.isNull()) {
            return Null.VALUE;
        }
        return switch (type.shape()) {
            case ANY -> plain(json);
            case OBJECT -> new Described(json, type);
            case MAP -> new Mapping(json, type.element());
            case LIST ->
                switch (type.list()) {
                    case "set" -> new UnorderedItems(json, type, List.of());
                    case "map" -> new UnorderedItems(json, type, type.keys());
                    default -> new Listing(json, type.element());
                };
            case TEXT -> json.isString() ? json.stringValue() : plain(json);
            case BYTES -> bytes(json.asString(""));
            case DURATION -> duration(json.asString(""));
            case TIME -> time(json.asString(""));
            case NUMBER -> json.isNumber() ? (Object) json.doubleValue() : plain(json);
            case WHOLE -> json.isNumber() ? (Object) json.longValue() : plain(json);
            case FLAG -> json.isBoolean() ? (Object) json.booleanValue() : plain(json);
        };
    }

    private static Object number(JsonNode json) {
        if (json.isIntegralNumber()) {
            return json.canConvertToLong()
                    ? json.longValue()
                    : new Unsigned(json.bigIntegerValue().longValue());
        }
        return json.doubleValue();
    }

    private static Object bytes(String text) {
        try {
            return Bytes.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException wrong) {
            throw new EvaluationException("byte formatted string incorrectly decoded");
        }
    }

    private static Object duration(String text) {
        Object duration = GoTime.duration(text);
        if (duration == null) {
            throw new EvaluationException("time: invalid duration \"" + text + "\"");
        }
        return duration;
    }

    private static Object time(String text) {
        OffsetDateTime time = text.length() == 10
                ? LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC)
                : GoTime.parse(text);
        if (time == null) {
            throw new EvaluationException("invalid time " + text);
        }
        return time;
    }

    /** An object whose members a schema names; one that is null is not set. */
    record Described(JsonNode json, RuleType type) implements ObjectValue {
        @Override
        public @Nullable Object member(String name) {
            RuleType.Member member = type.members().get(name);
            JsonNode value = member == null ? null : json.get(member.name());
            return member == null || value == null || value.isNull() ? null : of(value, member.type());
        }

        @Override
        public Collection<String> names() {
            List<String> names = new ArrayList<>(json.size());
            for (Map.Entry<String, JsonNode> one : json.properties()) {
                if (!one.getValue().isNull()) {
                    Escaping.of(one.getKey())
                            .filter(type.members()::containsKey)
                            .ifPresent(names::add);
                }
            }
            return names;
        }

        @Override
        public String typeName() {
            return "map";
        }
    }

    /** An object as a map. */
    record Mapping(JsonNode json, @Nullable RuleType values) implements Entries {
        @Override
        public int size() {
            return json.size();
        }

        @Override
        public @Nullable Object find(Object key) {
            JsonNode value = key instanceof String name ? json.get(name) : null;
            return value == null ? null : item(value, values);
        }

        @Override
        public Iterable<String> keys() {
            return json.propertyNames();
        }

        Collection<Map.Entry<String, JsonNode>> entries() {
            return json.properties();
        }
    }

    /** A list. */
    static class Listing extends AbstractList<Object> {
        private final JsonNode json;
        private final @Nullable RuleType items;

        Listing(JsonNode json, @Nullable RuleType items) {
            this.json = json;
            this.items = items;
        }

        @Override
        public Object get(int index) {
            return item(json.get(index), items);
        }

        @Override
        public int size() {
            return json.size();
        }
    }

    private static Object item(JsonNode json, @Nullable RuleType type) {
        return type == null ? plain(json) : of(json, type);
    }
}
