package io.shiplog.resources.schema;

import io.shiplog.resources.catalogue.ResourceKind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The schemas of all built-in kinds, by name. Immutable and thread-safe. */
public final class Schemas {
    private final Map<String, Schema> definitions = new HashMap<>();

    private Schemas() {
        var parser = new SchemaParser(this::ofDefinition);
        new DefinitionReader(false)
                .read(name -> true, (name, json) -> definitions.put(name, parser.definition(name, json)));
    }

    /** The schemas of the Kubernetes API, read on first use. */
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
        return definitions.get(name);
    }

    /** A schema written out in JSON, such as a CustomResourceDefinition's; may refer to built-in ones. */
    public Schema parse(JsonNode openApi) {
        return new SchemaParser(this::ofDefinition).definition("", openApi);
    }

    private static final class BuiltIn {
        static final Schemas SCHEMAS = new Schemas();
    }
}
