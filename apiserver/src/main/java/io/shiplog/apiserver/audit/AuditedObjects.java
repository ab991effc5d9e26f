package io.shiplog.apiserver.audit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects as audit events show them. Pure. */
final class AuditedObjects {
    private AuditedObjects() {}

    /** The same without {@code metadata.managedFields}: of the object, of a list's items, of the objects of a Table. */
    static JsonNode withoutManagedFields(JsonNode body) {
        JsonNode bare = body.deepCopy();
        strip(bare);
        bare.path("items").forEach(AuditedObjects::strip);
        bare.path("rows").forEach(row -> strip(row.path("object")));
        return bare;
    }

    private static void strip(JsonNode object) {
        if (object.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
    }
}
