package io.shiplog.resources.schema;

import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streams the definitions of an OpenAPI v2 document on the class path, one tree at a time. Descriptions are most of
 * such a document and only the OpenAPI documents need them, so they can be left out while reading.
 */
public final class DefinitionReader {
    /** Kubernetes' definitions as fabric8's validator carries them, beside many of other projects. */
    public static final String PUBLISHED = "/openshift-generated.json";
    /** The definitions that {@link #PUBLISHED} lacks. */
    public static final String ADDITIONS = "/io/shiplog/resources/schema/additions.json";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final boolean descriptions;

    /** @param descriptions whether to keep the texts */
    public DefinitionReader(boolean descriptions) {
        this.descriptions = descriptions;
    }

    /** Gives every definition of Kubernetes whose name is {@code wanted} to {@code sink}, additions last. */
    public void read(Predicate<String> wanted, BiConsumer<String, ObjectNode> sink) {
        Predicate<String> kubernetes = name -> name.startsWith("io.k8s.") && wanted.test(name);
        read(PUBLISHED, kubernetes, sink);
        read(ADDITIONS, kubernetes, sink);
    }

    private void read(String resource, Predicate<String> wanted, BiConsumer<String, ObjectNode> sink) {
        try (InputStream in = DefinitionReader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            try (JsonParser parser = Json.mapper().createParser(in)) {
                parser.nextToken();
                for (String member = parser.nextName(); member != null; member = parser.nextName()) {
                    parser.nextToken();
                    if (member.equals("definitions")) {
                        definitions(parser, wanted, sink);
                        return;
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private void definitions(JsonParser parser, Predicate<String> wanted, BiConsumer<String, ObjectNode> sink) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if (wanted.test(name)) {
                sink.accept(name, members(parser));
            } else {
                parser.skipChildren();
            }
        }
    }

    private ObjectNode members(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            boolean text = token == JsonToken.VALUE_STRING && name.equals("description");
            if (descriptions || !text) {
                object.set(name, value(parser, token));
            }
        }
        return object;
    }

    private JsonNode value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> {
                ArrayNode items = NODES.arrayNode();
                for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
                    items.add(value(parser, item));
                }
                yield items;
            }
            case VALUE_NUMBER_INT -> NODES.numberNode(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> NODES.stringNode(parser.getString());
        };
    }
}
