package io.shiplog.resources.table;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/** How one cell is read from an object. */
@FunctionalInterface
public interface Cell {
    JsonNode of(JsonNode object, Instant now);

    /** A text that does not depend on the time. */
    @FunctionalInterface
    interface Text {
        String of(JsonNode object);
    }

    static Cell text(Text text) {
        return (object, now) -> StringNode.valueOf(text.of(object));
    }

    /** The text at a path such as {@code spec.type}, or the given one when absent or empty. */
    static Cell text(String path, String absent) {
        return text(object -> Read.text(object, path, absent));
    }

    /** The whole number at a path, or 0. */
    static Cell number(String path) {
        return (object, now) -> LongNode.valueOf(Read.at(object, path).asLong(0));
    }

    /** The number of entries at a path. */
    static Cell size(String... paths) {
        return (object, now) -> {
            long size = 0;
            for (String path : paths) {
                size += Read.at(object, path).size();
            }
            return LongNode.valueOf(size);
        };
    }

    static Cell bool(String path, boolean absent) {
        return (object, now) -> BooleanNode.valueOf(Read.at(object, path).asBoolean(absent));
    }

    /** How long ago the time at a path was, or the given text when there is none. */
    static Cell since(String path, String absent) {
        return (object, now) -> StringNode.valueOf(Read.since(object, path, now, absent));
    }
}
