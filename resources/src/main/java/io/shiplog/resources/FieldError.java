package io.shiplog.resources;

import io.shiplog.resources.json.GoText;
import io.shiplog.resources.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One thing that is wrong with one field of an object, in the words of apimachinery's {@code field.Error}.
 *
 * @param type what is wrong
 * @param field path of the field, such as {@code spec.containers[0].name}; {@code <nil>} for the object as a whole
 * @param badValue the value that was found; only shown by types that show values
 * @param detail what would be right, may be empty
 */
public record FieldError(Type type, String field, @Nullable Object badValue, String detail) {

    /** What can be wrong with a field; the text opens the message, the reason is a Status cause's. */
    public enum Type {
        NOT_FOUND("Not found", "FieldValueNotFound", true),
        REQUIRED("Required value", "FieldValueRequired", false),
        DUPLICATE("Duplicate value", "FieldValueDuplicate", true),
        INVALID("Invalid value", "FieldValueInvalid", true),
        NOT_SUPPORTED("Unsupported value", "FieldValueNotSupported", true),
        FORBIDDEN("Forbidden", "FieldValueForbidden", false),
        TOO_LONG("Too long", "FieldValueTooLong", false),
        TOO_MANY("Too many", "FieldValueTooMany", true),
        TYPE_INVALID("Invalid value", "FieldValueTypeInvalid", true),
        INTERNAL("Internal error", "InternalError", false);

        private final String text;
        private final String reason;
        private final boolean showsValue;

        Type(String text, String reason, boolean showsValue) {
            this.text = text;
            this.reason = reason;
            this.showsValue = showsValue;
        }
    }

    /** A field that must have a value and has none. */
    public static FieldError required(String field, String detail) {
        return new FieldError(Type.REQUIRED, field, "", detail);
    }

    /** A value that its field cannot have. */
    public static FieldError invalid(String field, @Nullable Object badValue, String detail) {
        return new FieldError(Type.INVALID, field, badValue, detail);
    }

    /** As {@link #invalid}, of a value that is not shown. */
    public static FieldError invalidAsItIs(String field, String detail) {
        return new FieldError(Type.INVALID, field, new Unshown(detail), "");
    }

    /** What stands in a value's place. */
    private record Unshown(String detail) {
        @Override
        public String toString() {
            return detail;
        }
    }

    /** A value of a wrong type. */
    public static FieldError typeInvalid(String field, @Nullable Object badValue, String detail) {
        return new FieldError(Type.TYPE_INVALID, field, badValue, detail);
    }

    /** A value that occurs twice where it must be unique. */
    public static FieldError duplicate(String field, @Nullable Object badValue) {
        return new FieldError(Type.DUPLICATE, field, badValue, "");
    }

    /** A value outside a closed list. */
    public static FieldError notSupported(String field, @Nullable Object badValue, List<String> supported) {
        String detail = supported.isEmpty()
                ? ""
                : supported.stream().map(GoText::quoted).collect(Collectors.joining(", ", "supported values: ", ""));
        return new FieldError(Type.NOT_SUPPORTED, field, badValue, detail);
    }

    /** A field that must not be set, or not be changed, here. */
    public static FieldError forbidden(String field, String detail) {
        return new FieldError(Type.FORBIDDEN, field, "", detail);
    }

    /** A string longer than {@code maxBytes} bytes. */
    public static FieldError tooLong(String field, int maxBytes) {
        return new FieldError(Type.TOO_LONG, field, "", "may not be more than " + maxBytes + " bytes");
    }

    /** A list of {@code actual} items where {@code max} are allowed. */
    public static FieldError tooMany(String field, int actual, int max) {
        return new FieldError(
                Type.TOO_MANY, field, actual, "must have at most " + max + (max == 1 ? " item" : " items"));
    }

    /** A value that names something which does not exist. */
    public static FieldError notFound(String field, @Nullable Object badValue) {
        return new FieldError(Type.NOT_FOUND, field, badValue, "");
    }

    /** The reason of a Status cause, such as {@code FieldValueRequired}. */
    public String reason() {
        return type.reason;
    }

    /** The message without the field, as a Status cause has it: {@code Invalid value: "x": must be ...}. */
    public String body() {
        String shown = type.showsValue ? type.text + ": " + shown(badValue) : type.text;
        return detail.isEmpty() ? shown : shown + ": " + detail;
    }

    /** The whole message: {@code spec.containers[0].name: Required value}. */
    public String message() {
        return field + ": " + body();
    }

    /**
     * The messages of {@code errors} as one: itself when there is one, {@code [a, b]} when there are more, each once.
     */
    public static String aggregate(List<FieldError> errors) {
        var messages = new LinkedHashSet<String>();
        errors.forEach(error -> messages.add(error.message()));
        return messages.size() == 1 ? messages.getFirst() : "[" + String.join(", ", messages) + "]";
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case JsonNode node when node.isString() -> GoText.quoted(node.stringValue());
            case JsonNode node -> Json.text(node);
            case CharSequence text -> GoText.quoted(text.toString());
            default -> value.toString();
        };
    }
}
