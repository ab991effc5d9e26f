package io.shiplog.agent.pod.spec;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the members of a JSON object. A member that is missing, or of another type than it should have, is none. */
final class JsonParts {
    private JsonParts() {}

    /** A text, empty for none. */
    static String text(JsonNode object, String member) {
        return object.path(member).asString("");
    }

    static boolean isTrue(JsonNode object, String member) {
        return object.path(member).asBoolean(false);
    }

    /** A whole number, null for none. */
    static @Nullable Long number(JsonNode object, String member) {
        JsonNode value = object.path(member);
        return value.isIntegralNumber() ? (Long) value.longValue() : null;
    }

    /** A whole number, {@code otherwise} for none. */
    static int number(JsonNode object, String member, int otherwise) {
        JsonNode value = object.path(member);
        return value.isInt() ? value.intValue() : otherwise;
    }

    /** So many seconds, but no more than a timer counts: longer is for ever. */
    static Duration seconds(long seconds) {
        return Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE));
    }

    /** The elements of a list in its order. */
    static <T> List<T> list(JsonNode object, String member, Function<JsonNode, T> read) {
        return object.path(member).valueStream().map(read).toList();
    }

    static List<String> texts(JsonNode object, String member) {
        return list(object, member, element -> element.asString(""));
    }

    /** The texts of an object by their names, in its order. */
    static Map<String, String> map(JsonNode object, String member) {
        var texts = new LinkedHashMap<String, String>();
        object.path(member).properties().forEach(entry -> {
            if (entry.getValue().isString()) {
                texts.put(entry.getKey(), entry.getValue().stringValue());
            }
        });
        return texts;
    }

    /** What {@code read} makes of a member that is an object, null when it is none. */
    static <T> @Nullable T part(JsonNode object, String member, Function<JsonNode, T> read) {
        JsonNode value = object.path(member);
        return value.isObject() ? read.apply(value) : null;
    }
}
