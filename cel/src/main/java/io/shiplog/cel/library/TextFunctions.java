package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.CallCosts.FIRST;
import static io.shiplog.cel.library.CallCosts.FIRST_TWICE;
import static io.shiplog.cel.library.FunctionTable.global;
import static io.shiplog.cel.library.FunctionTable.member;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import io.shiplog.cel.value.EvaluationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Functions of texts: the language's own and those of cel-go's strings extension, version 2. Places are code points.
 */
final class TextFunctions {
    private static final CelType TEXTS = ListType.create(STRING);

    private TextFunctions() {}

    static void addTo(FunctionTable table) {
        table.define("contains", CallCosts.CONTAINS, of((text, args) -> text.contains(text(args[1]))))
                .define("startsWith", FIRST, of((text, args) -> text.startsWith(text(args[1]))))
                .define("endsWith", FIRST, of((text, args) -> text.endsWith(text(args[1]))))
                .define(
                        "charAt",
                        CallCosts.ONE,
                        of(TextFunctions::charAt),
                        member("string_char_at_int", STRING, STRING, INT))
                .define(
                        "indexOf",
                        FIRST,
                        of(TextFunctions::indexOf),
                        member("string_index_of_string", INT, STRING, STRING),
                        member("string_index_of_string_int", INT, STRING, STRING, INT))
                .define(
                        "lastIndexOf",
                        FIRST,
                        of(TextFunctions::lastIndexOf),
                        member("string_last_index_of_string", INT, STRING, STRING),
                        member("string_last_index_of_string_int", INT, STRING, STRING, INT))
                .define(
                        "lowerAscii",
                        FIRST,
                        of((text, args) -> ascii(text, 'A', 'Z', 32)),
                        member("string_lower_ascii", STRING, STRING))
                .define(
                        "upperAscii",
                        FIRST,
                        of((text, args) -> ascii(text, 'a', 'z', -32)),
                        member("string_upper_ascii", STRING, STRING))
                .define(
                        "replace",
                        FIRST_TWICE,
                        of(TextFunctions::replace),
                        member("string_replace_string_string", STRING, STRING, STRING, STRING),
                        member("string_replace_string_string_int", STRING, STRING, STRING, STRING, INT))
                .define(
                        "split",
                        FIRST_TWICE,
                        of(TextFunctions::split),
                        member("string_split_string", TEXTS, STRING, STRING),
                        member("string_split_string_int", TEXTS, STRING, STRING, INT))
                .define(
                        "substring",
                        FIRST,
                        of(TextFunctions::substring),
                        member("string_substring_int", STRING, STRING, INT),
                        member("string_substring_int_int", STRING, STRING, INT, INT))
                .define("trim", FIRST, of((text, args) -> trimmed(text)), member("string_trim", STRING, STRING))
                .define(
                        "join",
                        CallCosts.RESULT_TWICE,
                        TextFunctions::join,
                        member("list_join", STRING, TEXTS),
                        member("list_join_string", STRING, TEXTS, STRING))
                .define(
                        "strings.quote",
                        FIRST,
                        of((text, args) -> quoted(text)),
                        global("strings_quote", STRING, STRING));
    }

    /** A function whose first argument is a text. */
    @FunctionalInterface
    private interface OfText {
        Object apply(String text, Object[] args);
    }

    private static Implementation.Body of(OfText function) {
        return args -> args[0] instanceof String text ? function.apply(text, args) : null;
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static int number(Object value) {
        if (value instanceof Long number) {
            return (int) Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        throw EvaluationException.noSuchOverload();
    }

    private static Object charAt(String text, Object[] args) {
        int at = number(args[1]);
        int size = length(text);
        if (at < 0 || at > size) {
            throw beyond(at);
        }
        return at == size ? "" : Character.toString(text.codePointAt(text.offsetByCodePoints(0, at)));
    }

    private static Object indexOf(String text, Object[] args) {
        String part = text(args[1]);
        int from = args.length > 2 ? number(args[2]) : 0;
        if (part.isEmpty()) {
            return (long) from;
        }
        if (from < 0) {
            throw beyond(from);
        }
        if (from >= length(text)) {
            return -1L;
        }
        int found = text.indexOf(part, text.offsetByCodePoints(0, from));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static Object lastIndexOf(String text, Object[] args) {
        String part = text(args[1]);
        int size = length(text);
        if (args.length == 2) {
            int found = text.lastIndexOf(part);
            return found < 0 ? -1L : (long) text.codePointCount(0, found);
        }
        int from = number(args[2]);
        if (part.isEmpty()) {
            return (long) from;
        }
        if (from < 0) {
            throw beyond(from);
        }
        if (from >= size) {
            return -1L;
        }
        int found = text.lastIndexOf(part, text.offsetByCodePoints(0, from));
        return found < 0 ? -1L : (long) text.codePointCount(0, found);
    }

    private static Object ascii(String text, char from, char to, int by) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= from && c <= to) {
                changed.setCharAt(i, (char) (c + by));
            }
        }
        return changed.toString();
    }

    private static Object replace(String text, Object[] args) {
        String old = text(args[1]);
        String with = text(args[2]);
        int times = args.length > 3 ? number(args[3]) : -1;
        if (times < 0) {
            return text.replace(old, with);
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int done = 0; done < times; done++) {
            int found = text.indexOf(old, old.isEmpty() && done > 0 ? at + 1 : at);
            if (found < 0 || old.isEmpty() && found > text.length()) {
                break;
            }
            out.append(text, at, found).append(with);
            at = found + old.length();
        }
        return out.append(text, at, text.length()).toString();
    }

    private static Object split(String text, Object[] args) {
        String separator = text(args[1]);
        int most = args.length > 2 ? number(args[2]) : -1;
        List<Object> parts = new ArrayList<>();
        if (most == 0) {
            return parts;
        }
        int at = 0;
        while (most < 0 || parts.size() < most - 1) {
            int end = separator.isEmpty()
                    ? (at < text.length() ? text.offsetByCodePoints(at, 1) : -1)
                    : text.indexOf(separator, at);
            if (end < 0 || separator.isEmpty() && end == text.length()) {
                break;
            }
            parts.add(text.substring(at, end));
            at = end + separator.length();
        }
        if (!separator.isEmpty() || !text.isEmpty()) {
            parts.add(text.substring(at));
        }
        return parts;
    }

    private static Object substring(String text, Object[] args) {
        int from = number(args[1]);
        int size = length(text);
        int to = args.length > 2 ? number(args[2]) : size;
        if (args.length > 2 && from > to) {
            throw new EvaluationException("invalid substring range. start: " + from + ", end: " + to);
        }
        if (from < 0 || from > size) {
            throw beyond(from);
        }
        if (to < 0 || to > size) {
            throw beyond(to);
        }
        return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to));
    }

    /** In double quotes, with the escapes that Go names by a letter; everything else stays as it is. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            int escape = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(text.charAt(i));
            if (escape >= 0) {
                out.append('\\').append("abfnrtv\\\"".charAt(escape));
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.append('"').toString();
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Unicode's white space, as Go knows it. */
    private static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r' || c == 0x85 || c == 0xA0 || Character.isSpaceChar(c);
    }

    private static @Nullable Object join(Object[] args) {
        if (!(args[0] instanceof List<?> list)) {
            return null;
        }
        String separator = args.length > 1 ? text(args[1]) : "";
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof String part)) {
                throw new EvaluationException("join: invalid input: " + list.get(i));
            }
            out.append(i == 0 ? "" : separator).append(part);
        }
        return out.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static EvaluationException beyond(int index) {
        return new EvaluationException("index out of range: " + index);
    }
}
