package io.shiplog.resources.openapi;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.kind.Kind;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/** The definitions of kinds that the cluster declares, and of their lists: those of no document that this build has. */
final class CustomDefinitions {
    private CustomDefinitions() {}

    /** In OpenAPI v3, as they were declared. */
    static void v3(List<Kind> kinds, BiConsumer<String, ObjectNode> sink) {
        for (Kind kind : kinds) {
            ObjectNode declared = kind.declaredSchema();
            if (declared != null) {
                sink.accept(kind.definition(), PublishedSchema.v3(declared));
                sink.accept(kind.definition() + "List", list(kind, DefinitionsV3.PREFIX));
            }
        }
    }

    /** In OpenAPI v2, which cannot say all that v3 can. */
    static void v2(List<Kind> kinds, BiConsumer<String, ObjectNode> sink) {
        for (Kind kind : kinds) {
            ObjectNode declared = kind.declaredSchema();
            if (declared != null) {
                sink.accept(kind.definition(), PublishedSchema.v2(declared));
                sink.accept(kind.definition() + "List", list(kind, DefinitionsV2.PREFIX));
            }
        }
    }

    private static ObjectNode list(Kind kind, String prefix) {
        ObjectNode schema = Json.object();
        schema.put("description", kind.listKind() + " is a list of " + kind.kind())
                .put("type", "object");
        PublishedSchema.itself(schema, prefix, "ListMeta");
        schema.withObjectProperty("properties")
                .putObject("items")
                .put(
                        "description",
                        "List of " + kind.plural()
                                + ". More info:"
                                + " https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md")
                .put("type", "array")
                .putObject("items")
                .put("$ref", prefix + kind.definition());
        schema.putArray("required").add("items");
        return schema;
    }
}
