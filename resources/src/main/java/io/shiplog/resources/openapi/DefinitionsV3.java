package io.shiplog.resources.openapi;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Definitions in the form of OpenAPI v3: references live elsewhere and stand alone, so what a field says beside its
 * reference is kept by an {@code allOf} of one; a quantity, and an integer or string, is one of two types.
 */
final class DefinitionsV3 {
    static final String PREFIX = "#/components/schemas/";
    private static final String OLD_PREFIX = "#/definitions/";
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    private DefinitionsV3() {}

    /** Changes the definition {@code name}, as read from the artifact, in place. */
    static void convert(String name, ObjectNode schema) {
        schema.remove("x-fabric8-info");
        if (name.equals(QUANTITY)) {
            oneOf(schema, "string", "number");
        } else if (schema.path("format").asString("").equals("int-or-string")) {
            oneOf(schema, "integer", "string");
        } else {
            convert(schema);
        }
    }

    private static void convert(ObjectNode schema) {
        JsonNode reference = schema.get("$ref");
        if (reference != null) {
            String target = PREFIX + reference.stringValue().substring(OLD_PREFIX.length());
            schema.remove("$ref");
            if (schema.isEmpty()) {
                schema.put("$ref", target);
            } else {
                schema.putArray("allOf").addObject().put("$ref", target);
            }
        }
        schema.path("properties").properties().forEach(property -> child(property.getValue()));
        child(schema.path("items"));
        child(schema.path("additionalProperties"));
    }

    private static void child(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            convert(object);
        }
    }

    private static void oneOf(ObjectNode schema, String first, String second) {
        schema.remove("type");
        var types = schema.putArray("oneOf");
        types.addObject().put("type", first);
        types.addObject().put("type", second);
    }
}
