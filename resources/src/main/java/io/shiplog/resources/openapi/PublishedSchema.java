package io.shiplog.resources.openapi;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schema of a custom kind as the server publishes it: with the members that every object has, and, in OpenAPI v2,
 * without what that cannot say (apiextensions' {@code controller/openapi/builder} and {@code v2}, v1.34).
 */
final class PublishedSchema {
    private static final String CONVENTIONS =
            "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#";
    private static final String API_VERSION =
            "APIVersion defines the versioned schema of this representation of an object. Servers should convert"
                    + " recognized schemas to the latest internal value, and may reject unrecognized values. More info: "
                    + CONVENTIONS + "resources";
    private static final String KIND =
            "Kind is a string value representing the REST resource this object represents. Servers may infer this from"
                    + " the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: "
                    + CONVENTIONS + "types-kinds";
    private static final String METADATA = "Standard object's metadata. More info: " + CONVENTIONS + "metadata";
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final List<String> COMBINATIONS = List.of("allOf", "oneOf", "anyOf", "not");

    private PublishedSchema() {}

    /** In OpenAPI v3. */
    static ObjectNode v3(ObjectNode declared) {
        ObjectNode schema = declared.deepCopy();
        embedded(schema, DefinitionsV3.PREFIX, false);
        itself(schema, DefinitionsV3.PREFIX, "ObjectMeta");
        return schema;
    }

    /** In OpenAPI v2; one that keeps whatever is sent says nothing else: clients would refuse what it does not name. */
    static ObjectNode v2(ObjectNode declared) {
        ObjectNode schema = declared.deepCopy();
        boolean keeps = schema.path(PRESERVE).asBoolean(false);
        reduce(schema);
        embedded(schema, DefinitionsV2.PREFIX, true);
        if (!keeps) {
            itself(schema, DefinitionsV2.PREFIX, "ObjectMeta");
        }
        return schema;
    }

    /** Adds apiVersion, kind and metadata. */
    static void itself(ObjectNode schema, String prefix, String meta) {
        ObjectNode properties = schema.withObjectProperty("properties");
        properties.putObject("apiVersion").put("description", API_VERSION).put("type", "string");
        properties.putObject("kind").put("description", KIND).put("type", "string");
        ObjectNode metadata = properties.putObject("metadata").put("description", METADATA);
        if (prefix.equals(DefinitionsV3.PREFIX)) {
            metadata.putArray("allOf").addObject().put("$ref", prefix + ApiOperations.META + meta);
        } else {
            metadata.put("$ref", prefix + ApiOperations.META + meta);
        }
    }

    private static void reduce(JsonNode node) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        schema.remove(COMBINATIONS);
        schema.remove("default");
        boolean nullable = schema.path("nullable").asBoolean(false);
        schema.remove("nullable");
        boolean keeps = schema.path(PRESERVE).asBoolean(false);
        if (nullable || keeps) {
            schema.remove(List.of("items", "properties"));
        }
        boolean bareList = schema.path("type").asString("").equals("array") && !schema.has("items");
        boolean intOrString = schema.path("x-kubernetes-int-or-string").asBoolean(false);
        if (nullable
                || bareList
                || intOrString
                || keeps && schema.path("type").asString("").equals("object")) {
            schema.remove("type");
        }
        if (schema.get("required") instanceof ArrayNode required) {
            required.removeIf(name -> schema.path("properties")
                    .path(name.asString(""))
                    .path("nullable")
                    .asBoolean(false));
            if (required.isEmpty()) {
                schema.remove("required");
            }
        }
        schema.path("properties").forEach(PublishedSchema::reduce);
        reduce(schema.path("items"));
        reduce(schema.path("additionalProperties"));
    }

    private static void embedded(JsonNode node, String prefix, boolean v2) {
        if (!(node instanceof ObjectNode schema)) {
            return;
        }
        schema.path("properties").forEach(one -> embedded(one, prefix, v2));
        embedded(schema.path("items"), prefix, v2);
        embedded(schema.path("additionalProperties"), prefix, v2);
        boolean silent = v2 && schema.path(PRESERVE).asBoolean(false);
        if (schema.path("x-kubernetes-embedded-resource").asBoolean(false) && !silent) {
            itself(schema, prefix, "ObjectMeta");
            ArrayNode required = schema.withArrayProperty("required");
            for (String member : List.of("kind", "apiVersion")) {
                if (required.valueStream().noneMatch(one -> one.asString("").equals(member))) {
                    required.add(member);
                }
            }
        }
    }
}
