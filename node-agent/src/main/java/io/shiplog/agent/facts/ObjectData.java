package io.shiplog.agent.facts;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a ConfigMap or Secret holds.
 *
 * @param texts values that are texts, by key; a Secret has none
 * @param encoded values in base64, by key
 */
public record ObjectData(Map<String, String> texts, Map<String, String> encoded) {
    public ObjectData {
        texts = Map.copyOf(texts);
        encoded = Map.copyOf(encoded);
    }

    /** @throws tools.jackson.core.JacksonException when {@code json} is no JSON */
    public static ObjectData read(NeededObject.Kind kind, byte[] json) {
        JsonNode object = AgentJson.parse(json);
        return kind == NeededObject.Kind.SECRET
                ? new ObjectData(Map.of(), JsonParts.map(object, "data"))
                : new ObjectData(JsonParts.map(object, "data"), JsonParts.map(object, "binaryData"));
    }
    //SPLIT
}
