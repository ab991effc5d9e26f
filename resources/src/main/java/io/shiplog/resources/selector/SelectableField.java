package io.shiplog.resources.selector;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A field that objects of a kind can be selected by, beside their name and namespace.
 *
 * @param name as selectors write it, such as {@code spec.nodeName}
 * @param value its value in an object as selectors compare it
 */
public record SelectableField(String name, Function<JsonNode, String> value) {

    /** The text at a path; empty when it is absent. */
    public static SelectableField text(String path) {
        return new SelectableField(path, object -> at(object, path));
    }

    /** A boolean, {@code false} when it is absent. */
    public static SelectableField bool(String path) {
        return new SelectableField(path, object -> orElse(at(object, path), "false"));
    }

    /** The number at {@code path}, {@code 0} when it is absent. */
    public static SelectableField number(String name, String path) {
        return new SelectableField(name, object -> orElse(at(object, path), "0"));
    }

    /** The text at the first of the paths that has one. */
    public static SelectableField first(String name, String path, String otherwise) {
        return new SelectableField(name, object -> orElse(at(object, path), at(object, otherwise)));
    }

    /**
     * The value at a path of plain names with dots between them, as text; empty when it is absent or no plain value.
     */
    private static String at(JsonNode object, String path) {
        JsonNode node = object;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node.isMissingNode() || node.isNull() || node.isContainer() ? "" : node.asString();
    }

    private static String orElse(String value, String other) {
        return value.isEmpty() ? other : value;
    }
}
