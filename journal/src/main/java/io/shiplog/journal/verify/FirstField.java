package io.shiplog.journal.verify;

import io.shiplog.objects.ObjectJson;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The first field in which two JSON objects differ, in the order of their bytes. Pure.
 *
 * @param path as {@code spec.ports[0].port}; empty where they differ in no field
 * @param one what the first has there
 * @param other what the second has there
 */
public record FirstField(String path, String one, String other) {
    /** Longer values are cut. */
    private static final int SHOWN = 80;

    /** Where {@code one} and {@code other} part, which are not the same bytes. */
    public static FirstField of(byte[] one, byte[] other) {
        try (JsonParser left = ObjectJson.parser(one);
                JsonParser right = ObjectJson.parser(other)) {
            while (true) {
                JsonToken leftToken = left.nextToken();
                JsonToken rightToken = right.nextToken();
                if (leftToken == null && rightToken == null) {
                    return new FirstField("", "the same fields in other bytes", "the same fields in other bytes");
                }
                if (leftToken != rightToken || !Objects.equals(text(left, leftToken), text(right, rightToken))) {
                    JsonParser named = leftToken == null || leftToken == JsonToken.END_OBJECT ? right : left;
                    return new FirstField(path(named), shown(left, leftToken), shown(right, rightToken));
                }
            }
        } catch (JacksonException e) {
            return new FirstField("", "other bytes", "what is no JSON, or other bytes");
        }
    }

    private static @Nullable String text(JsonParser parser, @Nullable JsonToken token) {
        return token != null && (token.isScalarValue() || token == JsonToken.PROPERTY_NAME) ? parser.getString() : null;
    }

    private static String shown(JsonParser parser, @Nullable JsonToken token) {
        if (token == JsonToken.PROPERTY_NAME) {
            return "the field " + parser.currentName();
        }
        String text = text(parser, token);
        if (text == null) {
            return token == JsonToken.START_OBJECT
                    ? "an object"
                    : token == JsonToken.START_ARRAY ? "a list" : "nothing more";
        }
        String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
        return token == JsonToken.VALUE_STRING ? '"' + cut + '"' : cut;
    }

    private static String path(JsonParser parser) {
        return parser.streamReadContext()
                .pathAsPointer()
                .toString()
                .replaceAll("/([0-9]+)(?=/|$)", "[$1]")
                .replaceFirst("^/", "")
                .replace('/', '.')
                .replace("~1", "/")
                .replace("~0", "~");
    }
}
