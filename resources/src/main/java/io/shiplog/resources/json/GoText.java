package io.shiplog.resources.json;

import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Trees as Go prints the maps and slices that it decodes JSON into ({@code %v}): some of upstream's messages show them. */
public final class GoText {
    private GoText() {}

    /** Such as {@code map[image:x ports:[80 443]]}; the members of a map are sorted. */
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
}
