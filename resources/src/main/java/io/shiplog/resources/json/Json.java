package io.shiplog.resources.json;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON and YAML documents to and from trees. Member order and unknown members survive. Thread-safe. */
public final class Json {
    /**
     * Deeper documents are refused: the trees are walked recursively, and what is stored is written inside other
     * documents, which may be 500 deep. Body sizes are limited where bodies are read.
     */
    static final int MAX_DEPTH = 300;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNumberLength(400)
                            .build())
                    .build())
            .build();

    private Json() {}

    /**
     * A document and the paths of members that it names more than once, each once, in document order; the last value of
     * such a member is the one that counts, as in Go's decoder.
     */
    public record Parsed(ObjectNode object, List<String> duplicateFields) {
        public Parsed {
            duplicateFields = List.copyOf(duplicateFields);
        }
    }

    /** As {@link Parsed}, for a value of any kind. */
    public record ParsedValue(JsonNode value, List<String> duplicateFields) {
        public ParsedValue {
            duplicateFields = List.copyOf(duplicateFields);
        }
    }

    /** The mapper behind this class, for what needs one. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** A new empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * The JSON object in {@code json}.
     *
     * @throws JsonSyntaxException when the bytes are not exactly one JSON object
     */
    public static ObjectNode parse(byte[] json) {
        return read(json).object();
    }

    /** As {@link #parse}, with the duplicate members. */
    public static Parsed read(byte[] json) {
        var reader = new JsonTreeReader();
        return parsed(reader.read(MAPPER, json), reader.duplicates());
    }

    /**
     * The JSON value in {@code json}, of any kind: a JSON patch is a list.
     *
     * @throws JsonSyntaxException when the bytes are not exactly one JSON value
     */
    public static JsonNode parseValue(byte[] json) {
        return readValue(json).value();
    }

    /** As {@link #parseValue}, with the duplicate members. */
    public static ParsedValue readValue(byte[] json) {
        var reader = new JsonTreeReader();
        return new ParsedValue(reader.read(MAPPER, json), reader.duplicates());
    }

    /**
     * The YAML (or JSON) object in {@code yaml}, with plain scalars resolved as Kubernetes' YAML reader does.
     *
     * @throws JsonSyntaxException when the bytes are not exactly one YAML mapping
     */
    public static ObjectNode parseYaml(byte[] yaml) {
        return readYaml(yaml).object();
    }

    /** As {@link #parseYaml}, with the duplicate members. */
    public static Parsed readYaml(byte[] yaml) {
        var reader = new YamlTreeReader();
        return parsed(reader.read(yaml), reader.duplicates());
    }

    /** {@code node} as UTF-8 JSON without white space. */
    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** {@code node} as JSON text without white space. */
    public static String text(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static String syntaxMessage(JacksonException problem) {
        var at = problem.getLocation();
        String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return problem.getOriginalMessage() + where;
    }

    private static Parsed parsed(JsonNode root, List<String> duplicates) {
        if (root instanceof ObjectNode object) {
            return new Parsed(object, duplicates);
        }
        throw new JsonSyntaxException(
                "json: cannot unmarshal " + goName(root) + " into Go value of type map[string]interface {}");
    }

    /** What Go's decoder calls the kind of {@code node}. */
    public static String goName(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case NULL, MISSING -> "null";
        };
    }
}
