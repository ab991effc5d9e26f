package io.shiplog.agent.pod.spec;

import io.shiplog.resources.json.Json;
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
public record ObjectData(NeededObject.Kind kind, Map<String, String> texts, Map<String, String> encoded) {
    public ObjectData {
        texts = Map.copyOf(texts);
        encoded = Map.copyOf(encoded);
    }

    /** @throws io.shiplog.resources.json.JsonSyntaxException when {@code json} is no JSON */
    public static ObjectData read(NeededObject.Kind kind, byte[] json) {
        JsonNode object = Json.parse(json);
        return kind == NeededObject.Kind.SECRET
                ? new ObjectData(kind, Map.of(), JsonParts.map(object, "data"))
                : new ObjectData(kind, JsonParts.map(object, "data"), JsonParts.map(object, "binaryData"));
    }

    /**
     * The value of a key as an environment may have it, null when there is none: binary data of a ConfigMap is not for
     * it.
     */
    public @Nullable String variable(String key) {
        return variables().get(key);
    }

    /** The values that an environment may have, by key. */
    public Map<String, String> variables() {
        if (kind == NeededObject.Kind.CONFIG_MAP) {
            return texts;
        }
        var decoded = new HashMap<String, String>();
        encoded.forEach((key, value) ->
                decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }

    /** All values as the contents of files, by key. */
    public Map<String, byte[]> files() {
        var files = new HashMap<String, byte[]>();
        encoded.forEach((key, value) -> files.put(key, Base64.getDecoder().decode(value)));
        texts.forEach((key, value) -> files.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return files;
    }
}
