package io.shiplog.resources.model;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Typed models of objects, for readers: unknown members are skipped. A round trip through a model loses what the model
 * does not know, so nothing that will be written starts from one. Thread-safe.
 */
public final class Models {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Models() {}

    /** An object's JSON bytes as {@code type}; throws a {@code JacksonException} when they are not such an object. */
    public static <T> T decode(byte[] json, Class<T> type) {
        return MAPPER.readValue(json, type);
    }

    /** An object's JSON tree as {@code type}; throws a {@code JacksonException} when it is not such an object. */
    public static <T> T decode(JsonNode json, Class<T> type) {
        return MAPPER.treeToValue(json, type);
    }

    /** A model built in code as a tree, for objects that a reconciler creates from nothing. */
    public static ObjectNode encode(Object model) {
        return MAPPER.valueToTree(model);
    }
}
