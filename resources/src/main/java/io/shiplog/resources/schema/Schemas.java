package io.shiplog.resources.schema;

import io.shiplog.resources.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The definitions of an API, by name. Immutable to its users and thread-safe: a definition stays text until it
 * is first asked for.
 */
public final class Schemas {
    /** The definitions that the Kubernetes API is published with. */
    public static final Schemas KUBERNETES = new Schemas();

    private final Map<String, byte[]> texts = new ConcurrentHashMap<>();
    private final Map<String, Schema> parsed = new ConcurrentHashMap<>();
    private final SchemaParser parser = new SchemaParser(this::ofDefinition);

    private Schemas() {
        DefinitionReader.RESOURCES.forEach(resource -> DefinitionIndex.read(resource, texts::put));
    }

    /** The schema of a name such as {@code io.k8s.api.core.v1.PodSpec}; throws when there is none. */
    public Schema ofDefinition(String name) {
        Schema schema = find(name);
        if (schema == null) {
            throw new IllegalArgumentException("no schema named " + name);
        }
        return schema;
    }

    /** As {@link #ofDefinition}, null when there is none. */
    public @Nullable Schema find(String name) {
        Schema known = parsed.get(name);
        return known != null ? known : parsed.computeIfAbsent(name, this::parse);
    }

    /** A schema written out in JSON, such as a CustomResourceDefinition's; may refer to built-in ones. */
    public Schema parse(JsonNode openApi) {
        return parser.definition("", openApi);
    }

    private @Nullable Schema parse(String name) {
        byte[] text = texts.remove(name);
        return text == null ? null : parser.definition(name, Json.parse(text));
    }
}
