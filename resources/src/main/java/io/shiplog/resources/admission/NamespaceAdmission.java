package io.shiplog.resources.admission;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace's finalizers, which have a subresource of their own. */
final class NamespaceAdmission {
    private static final String FINALIZER = "kubernetes";

    private NamespaceAdmission() {}

    static void create(ObjectNode namespace) {
        ObjectNode spec = Members.object(namespace, "spec");
        ArrayNode finalizers =
                spec.get("finalizers") instanceof ArrayNode present ? present : spec.putArray("finalizers");
        for (JsonNode finalizer : finalizers) {
            if (finalizer.asString("").equals(FINALIZER)) {
                return;
            }
        }
        finalizers.add(FINALIZER);
    }

    static void update(ObjectNode namespace, ObjectNode old) {
        Members.carry("finalizers", Members.read(old, "spec"), Members.object(namespace, "spec"));
    }
}
