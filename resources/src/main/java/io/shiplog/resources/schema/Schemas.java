package io.shiplog.resources.schema;

import io.shiplog.resources.catalogue.ResourceKind;
import io.shiplog.resources.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The schemas of all built-in kinds, by name. Immutable to its users and thread-safe: a definition stays text until it
 * is first asked for.
 */
public final class Schemas {
    private final Map<String, byte[]> texts = new ConcurrentHashMap<>();
    private final Map<String, Schema> parsed = new ConcurrentHashMap<>();
    private final SchemaParser parser = new SchemaParser(this::ofDefinition);

    private Schemas() {
        DefinitionReader.RESOURCES.forEach(resource -> DefinitionIndex.read(resource, texts::put));
    }

    /** The schemas of the Kubernetes API, found on first use. */
    public static Schemas builtIn() {
        return BuiltIn.SCHEMAS;
    }

    /** The schema of a kind's objects; throws {@link IllegalArgumentException} when it is none of the built-in ones. */
    public Schema of(ResourceKind kind) {
        return ofDefinition(kind.definition());
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

    private static final class BuiltIn {
        static final Schemas SCHEMAS = new Schemas();
    }
}
