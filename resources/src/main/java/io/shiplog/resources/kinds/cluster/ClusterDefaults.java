package io.shiplog.resources.kinds.cluster;

import io.shiplog.resources.defaults.Fill;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into namespaces and nodes. */
public final class ClusterDefaults {
    private ClusterDefaults() {}

    public static void namespace(ObjectNode namespace) {
        ObjectNode metadata = Fill.object(namespace, "metadata");
        String name = metadata.path("name").asString("");
        if (!name.isEmpty()) {
            Fill.object(metadata, "labels").put("kubernetes.io/metadata.name", name);
        }
        Fill.object(namespace, "spec");
        Fill.text(Fill.object(namespace, "status"), "phase", "Active");
    }

    public static void node(ObjectNode node) {
        Fill.object(node, "spec");
        Fill.in(node, "status", status -> {
            if (status.has("capacity")) {
                Fill.node(status, "allocatable", status.path("capacity").deepCopy());
            }
        });
    }
}
