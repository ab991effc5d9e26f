package io.shiplog.resources.schema;

import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a single value can be read as what its schema says, without looking into objects and lists. */
final class ScalarCheck {
    private static final String PLAIN_TIME = "2006-01-02T15:04:05Z";

    private ScalarCheck() {}

    /** Whether {@code value}, which is not null, has a JSON type that {@code schema} can hold. */
    static boolean fits(JsonNode value, Schema schema) {
        return switch (schema.type()) {
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
            case STRING -> value.isString();
            case BOOLEAN -> value.isBoolean();
            case NUMBER -> value.isNumber();
            case INTEGER ->
                value.isIntegralNumber()
                        && (schema.format().equals("int32") ? value.canConvertToInt() : value.canConvertToLong());
            case INT_OR_STRING -> value.isString() || value.canConvertToInt() && value.isIntegralNumber();
            case QUANTITY -> value.isString() || value.isNumber();
            case ANY -> true;
        };
    }

    /** The complaint of the types that read their text themselves; null when there is none. */
    static @Nullable String problem(JsonNode value, Schema schema) {
        return switch (schema.type()) {
            case QUANTITY -> quantityProblem(value);
            case STRING -> value.isString() ? textProblem(value.stringValue(), schema.format()) : null;
            case OBJECT, ARRAY, INTEGER, NUMBER, BOOLEAN, INT_OR_STRING, ANY -> null;
        };
    }

    private static @Nullable String quantityProblem(JsonNode value) {
        try {
            Quantity.parse(value.asString("").strip());
            return null;
        } catch (QuantityException problem) {
            return problem.getMessage();
        }
    }

    private static @Nullable String textProblem(String text, String format) {
        return switch (format) {
            case "byte" -> base64Problem(text);
            case "date-time" -> timeProblem(text);
            default -> null;
        };
    }

    private static @Nullable String base64Problem(String text) {
        String clean = text.replace("\n", "").replace("\r", "");
        int wrong = 0;
        while (wrong < clean.length() && isBase64(clean.charAt(wrong))) {
            wrong++;
        }
        if (wrong == clean.length() && clean.length() % 4 == 0) {
            try {
                Base64.getDecoder().decode(clean);
                return null;
            } catch (IllegalArgumentException padding) {
                return "illegal base64 data at input byte " + clean.indexOf('=');
            }
        }
        return "illegal base64 data at input byte " + wrong;
    }

    /** {@code 2030-01-28T23:59:59Z}, as nearly all times are: known to be right without the work of a parser. */
    private static boolean isPlainTime(String text) {
        return text.length() == PLAIN_TIME.length()
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':'
                && text.charAt(19) == 'Z'
                && isBetween(text, 0, 0, 99)
                && isBetween(text, 2, 0, 99)
                && isBetween(text, 5, 1, 12)
                && isBetween(text, 8, 1, 28)
                && isBetween(text, 11, 0, 23)
                && isBetween(text, 14, 0, 59)
                && isBetween(text, 17, 0, 59);
    }

    private static boolean isBetween(String text, int at, int least, int most) {
        int tens = text.charAt(at) - '0';
        int ones = text.charAt(at + 1) - '0';
        int number = 10 * tens + ones;
        return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 && number >= least && number <= most;
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=';
    }

    private static @Nullable String timeProblem(String text) {
        if (isPlainTime(text)) {
            return null;
        }
        try {
            OffsetDateTime.parse(text);
            return null;
        } catch (DateTimeParseException problem) {
            int at = Math.min(problem.getErrorIndex(), text.length());
            return "parsing time \"" + text + "\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \""
                    + text.substring(at) + "\" as \"2006\"";
        }
    }
}
