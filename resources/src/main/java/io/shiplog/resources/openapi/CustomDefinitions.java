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
                ObjectNode schema = declared.deepCopy();
                withMetadata(schema, DefinitionsV3.PREFIX, "ObjectMeta");
                sink.accept(kind.definition(), schema);
                sink.accept(kind.definition() + "List", list(kind, DefinitionsV3.PREFIX));
            }
        }
    }

    /** In OpenAPI v2, which cannot say all that v3 can: the members that every object has, and others of any form. */
    static void v2(List<Kind> kinds, BiConsumer<String, ObjectNode> sink) {
        for (Kind kind : kinds) {
            if (kind.custom()) {
                ObjectNode schema = Json.object().put("type", "object");
                schema.put("x-kubernetes-preserve-unknown-fields", true);
                withMetadata(schema, DefinitionsV2.PREFIX, "ObjectMeta");
                sink.accept(kind.definition(), schema);
                sink.accept(kind.definition() + "List", list(kind, DefinitionsV2.PREFIX));
            }
        }
    }

    private static ObjectNode list(Kind kind, String prefix) {
        ObjectNode schema = Json.object().put("type", "object");
        withMetadata(schema, prefix, "ListMeta");
        schema.withObjectProperty("properties")
                .putObject("items")
                .put("type", "array")
                .putObject("items")
                .put("$ref", prefix + kind.definition());
        schema.putArray("required").add("items");
        return schema;
    }

    private static void withMetadata(ObjectNode schema, String prefix, String meta) {
        ObjectNode properties = schema.withObjectProperty("properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("$ref", prefix + ApiOperations.META + meta);
    }
}
