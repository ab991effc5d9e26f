package io.shiplog.reconcilers.status;

import io.shiplog.journal.codec.Report;
import io.shiplog.journal.codec.ReportCodec;
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
     * @throws IllegalArgumentException when it is not a report of the node of its key, or of no node's structure
     */
    static NodeReport read(String node, byte[] value) {
        Report.OfNode report = ReportCodec.readNode(value);
        ObjectNode object = Json.parse(report.object());
        if (!report.node().equals(node) || !(object.path("status") instanceof ObjectNode)) {
            throw new IllegalArgumentException("not a report of the node " + node);
        }
        return new NodeReport(node, ReportedStructure.node(object));
    }
}
