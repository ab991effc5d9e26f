package io.shiplog.agent.link;

import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.journal.codec.Report;
import io.shiplog.journal.codec.ReportCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A link for tests and tools: assignments are given to it, reports are kept, the last of each key. */
public final class InMemoryAgentLink implements AgentLink {
    private final Map<String, PodAssignment> assignments = new LinkedHashMap<>();
    private final Map<String, ObjectNode> reports = new ConcurrentHashMap<>();
    private @Nullable AssignmentListener listener;

    /** Assigns a pod, or assigns it anew. */
    public synchronized void assign(PodAssignment assignment) {
        assignments.put(assignment.node() + "/" + assignment.uid(), assignment);
        if (listener != null) {
            listener.assigned(assignment.node(), assignment.uid(), assignment);
        }
    }

    /** Takes a pod away from its node. */
    public synchronized void unassign(String node, String podUid) {
        assignments.remove(node + "/" + podUid);
        if (listener != null) {
            listener.assigned(node, podUid, null);
        }
    }

    @Override
    public synchronized void start(AssignmentListener newListener) {
        listener = newListener;
        assignments.forEach((key, one) -> {
            ObjectNode report = reports.get(key);
            PodAssignment told =
                    report != null && report.path("status") instanceof ObjectNode status ? one.reported(status) : one;
            newListener.assigned(one.node(), one.uid(), told);
        });
        newListener.caughtUp(Set.of());
    }

    /** The last report of a key, null when there is none or it was withdrawn. */
    public @Nullable ObjectNode report(String key) {
        return reports.get(key);
    }

    @Override
    public void publish(Report report) {
        reports.put(report.key(), AgentJson.parse(ReportCodec.encode(report)));
    }

    @Override
    public void withdraw(String node, String podUid) {
        reports.remove(node + "/" + podUid);
    }

    /** Ends the delivery; assignments and reports stay, so that another agent can start on this link. */
    @Override
    public synchronized void close() {
        listener = null;
    }
}
