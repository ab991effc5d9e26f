package io.shiplog.reconcilers.status;

import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
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
        String node, ObjectKey pod, String uid, ObjectNode status, boolean terminated, List<ReportedEvent> events) {

    /** Something that happened to a pod, {@code count} times between two times in RFC 3339. */
    record ReportedEvent(
            String reason,
            String type,
            String message,
            int count,
            String firstTime,
            String lastTime,
            String fieldPath) {}

    PodReport {
        events = List.copyOf(events);
    }

    /**
     * Reads a record's value.
     *
     * @throws IllegalArgumentException when it is not a report of a pod, in format version 1, by the node of its key
     */
    static PodReport read(String node, String uid, byte[] value) {
        ObjectNode json = Json.parse(value);
        JsonNode pod = json.path("pod");
        if (json.path("v").asInt(0) != 1
                || !json.path("node").asString("").equals(node)
                || !pod.path("uid").asString("").equals(uid)
                || !(json.path("status") instanceof ObjectNode status)) {
            throw new IllegalArgumentException("not a report of " + node + " about the pod " + uid);
        }
        var events = new ArrayList<ReportedEvent>();
        for (JsonNode event : json.path("events")) {
            events.add(new ReportedEvent(
                    event.path("reason").asString(""),
                    event.path("type").asString("Normal"),
                    event.path("message").asString(""),
                    event.path("count").asInt(1),
                    event.path("firstTime").asString(""),
                    event.path("lastTime").asString(""),
                    event.path("fieldPath").asString("")));
        }
        var key = new ObjectKey(
                pod.path("namespace").asString(""), pod.path("name").asString(""));
        return new PodReport(node, key, uid, status, json.path("terminated").asBoolean(false), events);
    }
}
