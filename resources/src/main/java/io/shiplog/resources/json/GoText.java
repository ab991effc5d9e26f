package io.shiplog.resources.json;

import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Values as Go prints them: some of upstream's messages show them. */
public final class GoText {
    private GoText() {}

    /**
     * A tree as the maps and slices that Go decodes JSON into are printed ({@code %v}), such as
     * {@code map[image:x ports:[80 443]]}; the members of a map are sorted.
     */
    public static String of(JsonNode node) {
        var out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                String separator = "map[";
                for (String name : new TreeSet<>(node.propertyNames())) {
                    out.append(separator).append(name).append(':');
                    write(node.path(name), out);
                    separator = " ";
                }
                out.append(node.isEmpty() ? "map[]" : "]");
            }
            case ARRAY -> {
                String separator = "[";
                for (JsonNode item : node) {
                    out.append(separator);
                    write(item, out);
                    separator = " ";
                }
                out.append(node.isEmpty() ? "[]" : "]");
            }
            case NULL, MISSING -> out.append("<nil>");
            case STRING, NUMBER, BOOLEAN, BINARY, POJO -> out.append(node.asString(""));
        }
    }

    /** {@code text} in double quotes, with Go's escapes of what cannot be printed ({@code %q}). */
    public static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case 0x07 -> out.append("\\a");
                case 0x0b -> out.append("\\v");
                default -> {
                    if (isPrinted(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(String.format(c < 0x80 ? "\\x%02x" : c > 0xffff ? "\\U%08x" : "\\u%04x", c));
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** Letters, marks, numbers, punctuation, symbols and the plain space (Go's {@code strconv.IsPrint}). */
    private static boolean isPrinted(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}
