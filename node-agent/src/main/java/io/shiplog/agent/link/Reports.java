package io.shiplog.agent.link;

import io.shiplog.agent.pod.PodPlan;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.facts.PodEvent;
import io.shiplog.journal.codec.Report;
import io.shiplog.objects.ObjectKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** What a node says of itself, as reports. Pure. */
public final class Reports {
    private Reports() {}

    /** A pod's report. */
    public static Report.OfPod pod(String node, PodAssignment pod, PodPlan plan, Instant now) {
        return new Report.OfPod(
                node,
                time(now),
                new ObjectKey(pod.namespace(), pod.name()),
                pod.uid(),
                plan.status().json(),
                plan.terminated(),
                plan.memory().events().stream().map(Reports::reported).toList());
    }

    private static Report.ReportedEvent reported(PodEvent event) {
        return new Report.ReportedEvent(
                event.reason(),
                event.warning() ? "Warning" : "Normal",
                event.message(),
                event.count(),
                String.valueOf(event.first().truncatedTo(ChronoUnit.MICROS)),
                String.valueOf(event.last().truncatedTo(ChronoUnit.SECONDS)),
                event.fieldPath());
    }

    /** A node's heartbeat. */
    public static Report.OfNode node(String node, ObjectNode object, Instant now) {
        return new Report.OfNode(node, time(now), AgentJson.bytes(object));
    }

    private static String time(Instant now) {
        return String.valueOf(now.truncatedTo(ChronoUnit.MILLIS));
    }
}
