package io.shiplog.resources.openapi;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Definitions as OpenAPI v2 of the Kubernetes API has them: without defaults, closed lists and the artifact's own
 * notes.
 */
final class DefinitionsV2 {
    private static final Set<String> LEFT_OUT = Set.of("default", "enum", "x-fabric8-info", "nullable");

    static final String PREFIX = "#/definitions/";

    private DefinitionsV2() {}

    /** Changes {@code schema}, as read from the artifact, in place. */
    static void convert(ObjectNode schema) {
        LEFT_OUT.forEach(schema::remove);
        schema.path("properties").properties().forEach(property -> child(property.getValue()));
        child(schema.path("items"));
        child(schema.path("additionalProperties"));
    }

    private static void child(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            convert(object);
        }
    }
}
