package io.shiplog.agent.link;

import io.shiplog.agent.pod.AgentJson;
import io.shiplog.agent.pod.PodAssignment;
import io.shiplog.agent.pod.PodEvent;
import io.shiplog.agent.pod.PodPlan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The values of report records, format version 1. */
public final class Reports {
    private static final int VERSION = 1;

    private Reports() {}

    /** A pod's report without its time: two of them are equal when nothing has changed. */
    public static ObjectNode pod(String node, PodAssignment pod, PodPlan plan) {
        ObjectNode report = AgentJson.object();
        report.put("v", VERSION);
        report.put("node", node);
        report.putObject("pod")
                .put("namespace", pod.namespace())
                .put("name", pod.name())
                .put("uid", pod.uid());
        report.set("status", plan.status());
        report.put("terminated", plan.terminated());
        ArrayNode events = report.putArray("events");
        plan.memory().events().forEach(event -> add(events, event));
        return report;
    }

    private static void add(ArrayNode events, PodEvent event) {
        ObjectNode node = events.addObject();
        node.put("reason", event.reason());
        node.put("type", event.warning() ? "Warning" : "Normal");
        node.put("message", event.message());
        node.put("count", event.count());
        node.put("firstTime", String.valueOf(event.first().truncatedTo(ChronoUnit.MICROS)));
        node.put("lastTime", String.valueOf(event.last().truncatedTo(ChronoUnit.SECONDS)));
        if (!event.fieldPath().isEmpty()) {
            node.put("fieldPath", event.fieldPath());
        }
    }

    /** A node's heartbeat. */
    public static ObjectNode node(String node, ObjectNode object) {
        ObjectNode report = AgentJson.object();
        report.put("v", VERSION);
        report.put("node", node);
        report.set("object", object);
        return report;
    }

    /** A report as bytes, with the time that it is sent at. */
    public static byte[] bytes(ObjectNode report, Instant now) {
        ObjectNode dated = report.deepCopy();
        dated.put("time", String.valueOf(now.truncatedTo(ChronoUnit.MILLIS)));
        return AgentJson.bytes(dated);
    }
}
