package io.shiplog.resources.kinds.cluster;

import io.shiplog.resources.json.Members;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace's finalizers, which have a subresource of their own. */
public final class NamespaceAdmission {
    private static final String FINALIZER = "kubernetes";

    private NamespaceAdmission() {}

    public static void create(ObjectNode namespace) {
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

    public static void update(ObjectNode namespace, ObjectNode old) {
        Members.carry("finalizers", Members.read(old, "spec"), Members.object(namespace, "spec"));
    }
}
