package io.shiplog.resources.json;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds a tree from JSON and notes members that occur twice in one object. One reader reads one document. */
final class JsonTreeReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Set<String> duplicates = new LinkedHashSet<>();
    private final JsonPath path = new JsonPath();

    JsonNode read(JsonMapper mapper, byte[] json) {
        try (JsonParser parser = mapper.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new JsonSyntaxException("unexpected end of JSON input");
            }
            JsonNode root = value(parser, first);
            if (parser.nextToken() != null) {
                throw new JsonSyntaxException("invalid character after top-level value");
            }
            return root;
        } catch (JacksonException problem) {
            throw new JsonSyntaxException(Json.syntaxMessage(problem));
        }
    }

    List<String> duplicates() {
        return List.copyOf(duplicates);
    }

    private JsonNode value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> NODES.stringNode(WellFormed.of(parser.getString()));
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new JsonSyntaxException("unexpected " + token);
        };
    }

    private ObjectNode members(JsonParser parser) {
        ObjectNode object = NODES.objectNode();
        for (String raw = parser.nextName(); raw != null; raw = parser.nextName()) {
            String name = WellFormed.of(raw);
            path.enter(name);
            if (object.has(name)) {
                duplicates.add(path.toString());
            }
            object.set(name, value(parser, parser.nextToken()));
            path.leave();
        }
        return object;
    }

    private ArrayNode items(JsonParser parser) {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            path.enter(array.size());
            array.add(value(parser, token));
            path.leave();
        }
        return array;
    }

    private static JsonNode fraction(JsonParser parser) {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new JsonSyntaxException(
                    "json: cannot unmarshal number " + parser.getString() + " into Go value of type float64");
        }
        return NODES.numberNode(value);
    }

    private static JsonNode integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }
}
