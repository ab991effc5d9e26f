package io.shiplog.resources.kinds.config;

import io.shiplog.resources.defaults.Fill;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into configuration. */
public final class ConfigDefaults {
    private ConfigDefaults() {}

    /** The type, and {@code data} from the write-only {@code stringData}. */
    public static void secret(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode plain && !plain.isEmpty()) {
            ObjectNode data = Fill.object(secret, "data");
            for (Map.Entry<String, JsonNode> entry : plain.properties()) {
                byte[] value = entry.getValue().asString("").getBytes(StandardCharsets.UTF_8);
                data.put(entry.getKey(), Base64.getEncoder().encodeToString(value));
            }
        }
        Fill.text(secret, "type", "Opaque");
    }
}
