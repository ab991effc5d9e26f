package io.shiplog.scheduler.read;

import io.shiplog.resources.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads members of objects; what is absent or of a wrong type is empty. */
final class Fields {
    private Fields() {}

    /** The object, or an empty one when the bytes are not JSON. */
    static JsonNode parse(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (JacksonException notJson) {
            // The journal holds objects only; a foreign writer's record must not stop the scheduler.
            return Json.object();
        }
    }

    static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    static Map<String, String> texts(JsonNode map) {
        var texts = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            texts.put(entry.getKey(), entry.getValue().asString(""));
        }
        return texts;
    }

    static List<String> list(JsonNode array) {
        var texts = new ArrayList<String>(array.size());
        for (JsonNode element : array) {
            texts.add(element.asString(""));
        }
        return texts;
    }

    /** The time in RFC 3339, {@code otherwise} when there is none. */
    static Instant time(JsonNode node, String name, Instant otherwise) {
        String text = text(node, name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            return otherwise;
        }
    }
}
