package io.shiplog.reconcilers.status;

import io.shiplog.journal.codec.Report;
import io.shiplog.journal.codec.ReportCodec;
import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node says of one of its pods.
 *
 * @param node the node that says so
 * @param pod the pod's key
 * @param uid the pod's uid
 * @param status the whole {@code PodStatus} as the node sees it
 * @param terminated all containers are gone for good, after the pod's deletion was asked for
 * @param events what happened to the pod, most of it long told
 */
record PodReport(
        String node,
        ObjectKey pod,
        String uid,
        ObjectNode status,
        boolean terminated,
        List<Report.ReportedEvent> events) {
    PodReport {
        events = List.copyOf(events);
    }

    /**
     * Reads a record's value.
     *
     * @throws IllegalArgumentException when it is not a report of a pod by the node of its key, or of no pod's
     *     structure
     */
    static PodReport read(String node, String uid, byte[] value) {
        Report.OfPod report = ReportCodec.readPod(value);
        if (!report.node().equals(node) || !report.uid().equals(uid)) {
            throw new IllegalArgumentException("not a report of " + node + " about the pod " + uid);
        }
        return new PodReport(
                node,
                report.pod(),
                uid,
                ReportedStructure.podStatus(Json.parse(report.status())),
                report.terminated(),
                report.events());
    }
}
