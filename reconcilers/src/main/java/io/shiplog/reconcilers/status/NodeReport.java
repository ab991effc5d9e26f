package io.shiplog.reconcilers.status;

import io.shiplog.resources.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node's heartbeat.
 *
 * @param node its name
 * @param object the Node object: labels and spec as it registers, status as it is
 */
record NodeReport(String node, ObjectNode object) {
    /**
     * Reads a record's value.
     *
     * @throws IllegalArgumentException when it is not a report of the node of its key, in format version 1
     */
    static NodeReport read(String node, byte[] value) {
        ObjectNode json = Json.parse(value);
        if (json.path("v").asInt(0) != 1
                || !json.path("node").asString("").equals(node)
                || !(json.path("object") instanceof ObjectNode object)
                || !(object.path("status") instanceof ObjectNode)) {
            throw new IllegalArgumentException("not a report of the node " + node);
        }
        return new NodeReport(node, object);
    }
}
