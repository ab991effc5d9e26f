package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.FunctionTable.member;

import dev.cel.common.types.ListType;
import io.shiplog.cel.value.Bytes;
import io.shiplog.cel.value.Conversions;
import io.shiplog.cel.value.Entries;
import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.GoFloat;
import io.shiplog.cel.value.Null;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.cel.value.Unsigned;
import io.shiplog.resources.json.GoText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Texts made from a pattern and values, {@code "%s: %d".format(["x", 1])}, as version 2 of cel-go's strings extension
 * does it: fractions in the manner of American English, with grouped digits and with powers of ten written out.
 */
final class FormatFunction {
    private static final int DEFAULT_PRECISION = 6;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private FormatFunction() {}

    static void addTo(FunctionTable table) {
        table.define(
                "format",
                CallCosts.FIRST,
                args -> args[0] instanceof String pattern && args[1] instanceof List<?> values
                        ? format(pattern, values)
                        : null,
                member("string_format", STRING, STRING, ListType.create(DYN)));
    }

    private static String format(String pattern, List<?> values) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            if (i + 1 >= pattern.length()) {
                throw new EvaluationException("unexpected end of string");
            }
            if (pattern.charAt(i + 1) == '%') {
                out.append('%');
                i++;
                continue;
            }
            if (next >= values.size()) {
                throw new EvaluationException("index " + next + " out of range");
            }
            int precision = -1;
            i++;
            if (pattern.charAt(i) == '.') {
                int from = ++i;
                while (i < pattern.length() && Character.isDigit(pattern.charAt(i))) {
                    i++;
                }
                precision = from == i || i - from > 4 ? 0 : Integer.parseInt(pattern.substring(from, i));
            }
            if (i >= pattern.length()) {
                throw new EvaluationException("could not parse formatting clause: unexpected end of string");
            }
            out.append(clause(pattern.charAt(i), precision < 0 ? DEFAULT_PRECISION : precision, values.get(next)));
            next++;
        }
        return out.toString();
    }

    private static String clause(char clause, int precision, Object value) {
        return switch (clause) {
            case 's' -> text(value);
            case 'd' ->
                value instanceof Long || value instanceof Unsigned
                        ? value.toString()
                        : wrong("decimal clause can only be used on integers", value);
            case 'f' ->
                value instanceof Double number
                        ? fixed(number, precision)
                        : wrong("fixed-point clause can only be used on doubles", value);
            case 'e' ->
                value instanceof Double number
                        ? scientific(number, precision)
                        : wrong("scientific clause can only be used on doubles", value);
            case 'b' -> integral(value, 2, "only integers and bools can be formatted as binary");
            case 'o' -> integral(value, 8, "octal clause can only be used on integers");
            case 'x' -> hex(value);
            case 'X' -> hex(value).toUpperCase(Locale.ROOT);
            default ->
                throw new EvaluationException(
                        "could not parse formatting clause: unrecognized formatting clause \"" + clause + "\"");
        };
    }

    private static String wrong(String rule, Object value) {
        throw new EvaluationException("error during formatting: " + rule + ", was given " + TypeValue.nameOf(value));
    }

    private static String text(Object value) {
        return switch (value) {
            case Null _ -> "null";
            case List<?> list -> {
                StringBuilder out = new StringBuilder("[");
                list.forEach(item -> out.append(out.length() == 1 ? "" : ", ").append(inside(item)));
                yield out.append("]").toString();
            }
            case Entries entries -> {
                TreeMap<String, String> sorted = new TreeMap<>();
                entries.keys().forEach(key -> {
                    Object of = entries.find(key);
                    if (key instanceof Double) {
                        wrong("no formatting function for map key of type double", key);
                    }
                    sorted.put(inside(key), of == null ? "null" : inside(of));
                });
                StringBuilder out = new StringBuilder("{");
                sorted.forEach((key, of) -> out.append(out.length() == 1 ? "" : ", ")
                        .append(key)
                        .append(':')
                        .append(of));
                yield out.append("}").toString();
            }
            case TypeValue type -> type.name();
            case String _, Long _, Unsigned _, Double _, Boolean _, Bytes _, Duration _, OffsetDateTime _ ->
                (String) Conversions.toText(value);
            default ->
                wrong(
                        "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps",
                        value);
        };
    }

    private static String inside(Object value) {
        return switch (value) {
            case String text -> GoText.quoted(text);
            case Bytes bytes -> "b" + GoText.quoted(bytes.text());
            case Double number ->
                number.isInfinite() || number.isNaN()
                        ? GoText.quoted(GoFloat.shortest(number))
                        : fixed(number, DEFAULT_PRECISION);
            case OffsetDateTime _ -> "timestamp(" + GoText.quoted((String) Conversions.toText(value)) + ")";
            case Duration _ -> "duration(" + GoText.quoted((String) Conversions.toText(value)) + ")";
            default -> text(value);
        };
    }

    private static String fixed(double number, int precision) {
        String special = special(number);
        return special != null
                ? special
                : String.format(
                        Locale.US,
                        "%,." + precision + "f",
                        new BigDecimal(number).setScale(precision, RoundingMode.HALF_EVEN));
    }

    private static String scientific(double number, int precision) {
        String special = special(number);
        if (special != null) {
            return special;
        }
        String plain = String.format(Locale.US, "%." + precision + "e", new BigDecimal(number));
        int e = plain.indexOf('e');
        StringBuilder power = new StringBuilder();
        plain.substring(e + 1).chars().forEach(c -> {
            if (c == '-') {
                power.append('⁻');
            } else if (c != '+') {
                power.append(SUPERSCRIPTS.charAt(c - '0'));
            }
        });
        return plain.substring(0, e) + "×10" + power;
    }

    private static @Nullable String special(double number) {
        return Double.isNaN(number) ? "NaN" : !Double.isInfinite(number) ? null : number > 0 ? "∞" : "-∞";
    }

    private static String integral(Object value, int radix, String rule) {
        return switch (value) {
            case Long number -> Long.toString(number, radix);
            case Unsigned number -> Long.toUnsignedString(number.bits(), radix);
            case Boolean flag when radix == 2 -> flag ? "1" : "0";
            default -> wrong(rule, value);
        };
    }

    private static String hex(Object value) {
        return switch (value) {
            case String text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case Bytes bytes -> HexFormat.of().formatHex(bytes.toArray());
            default -> integral(value, 16, "only integers, byte buffers, and strings can be formatted as hex");
        };
    }
}
