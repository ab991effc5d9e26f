package io.shiplog.resources.table;

import io.shiplog.resources.json.Json;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a row is made of: the part of an object that cells read, without its managed fields and without those
 * annotations that no cell shows, and where its metadata lies in its bytes.
 *
 * @param metadataStart the index of the opening brace
 * @param metadataEnd the index after the closing brace; 0, as the start, where there is none
 */
public record RowSource(ObjectNode object, int metadataStart, int metadataEnd) {
    /**
     * Reads a stored object.
     *
     * @param annotations those that cells show
     * @throws tools.jackson.core.JacksonException when the bytes are not a JSON object
     */
    public static RowSource read(byte[] json, Set<String> annotations) {
        return read(json, annotations, false);
    }

    /** As {@link #read(byte[], Set)}; with {@code all}, nothing of the object is left out. */
    public static RowSource read(byte[] json, Set<String> annotations, boolean all) {
        ObjectNode object = Json.object();
        int start = 0;
        int end = 0;
        try (JsonParser parser = Json.mapper().createParser(json)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("metadata") && value == JsonToken.START_OBJECT) {
                    start = offset(parser);
                    object.set(name, all ? parser.readValueAsTree() : metadata(parser, annotations));
                    end = offset(parser) + 1;
                } else {
                    object.set(name, parser.readValueAsTree());
                }
            }
        }
        return new RowSource(object, start, end);
    }

    private static ObjectNode metadata(JsonParser parser, Set<String> shown) {
        ObjectNode metadata = Json.object();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("annotations") && value == JsonToken.START_OBJECT) {
                metadata.set(name, annotations(parser, shown));
            } else if (name.equals("managedFields")) {
                parser.skipChildren();
            } else {
                metadata.set(name, parser.readValueAsTree());
            }
        }
        return metadata;
    }

    private static ObjectNode annotations(JsonParser parser, Set<String> shown) {
        ObjectNode annotations = Json.object();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if (shown.contains(name)) {
                annotations.set(name, parser.readValueAsTree());
            } else {
                parser.skipChildren();
            }
        }
        return annotations;
    }

    private static int offset(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
    }
}
