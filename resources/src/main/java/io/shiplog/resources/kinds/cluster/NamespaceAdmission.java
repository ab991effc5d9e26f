package io.shiplog.resources.kinds.cluster;

import io.shiplog.resources.json.Members;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A namespace's finalizers, which have a subresource of their own, and the label that says its name. */
public final class NamespaceAdmission {
    private static final String FINALIZER = "kubernetes";
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private NamespaceAdmission() {}

    public static void create(ObjectNode namespace) {
        label(namespace);
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
        label(namespace);
        Members.carry("finalizers", Members.read(old, "spec"), Members.object(namespace, "spec"));
    }

    private static void label(ObjectNode namespace) {
        ObjectNode metadata = Members.object(namespace, "metadata");
        Members.object(metadata, "labels").put(NAME_LABEL, Members.text(metadata, "name"));
    }
}
