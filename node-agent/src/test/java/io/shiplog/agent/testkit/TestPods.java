package io.shiplog.agent.testkit;

import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.journal.codec.AssignmentCodec;
import tools.jackson.databind.node.ObjectNode;

/** Assignments for tests, written as JSON with single quotes. */
public final class TestPods {
    private TestPods() {}

    public static ObjectNode json(String singleQuoted) {
        return AgentJson.parse(singleQuoted.replace('\'', '"').getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The assignment that a record of format version 1 says, which holds everything that it names. */
    public static PodAssignment assignment(ObjectNode record) {
        return PodAssignment.of(
                AssignmentCodec.readPod(AgentJson.bytes(record.deepCopy().put("v", 1))));
    }

    /** A pod named {@code web} with uid {@code u1} of a given spec, assigned to node {@code n1}. */
    public static PodAssignment assigned(String spec) {
        return assigned("web", "u1", spec, "{}");
    }

    /**
     * @param more further members of the assignment record, such as configMaps
     */
    public static PodAssignment assigned(String name, String uid, String spec, String more) {
        ObjectNode record = json("{'v':1,'node':'n1','pod':{'kind':'Pod','apiVersion':'v1','metadata':{'name':'" + name
                + "','namespace':'default','uid':'" + uid + "'},'spec':" + spec + "}}");
        record.setAll(json(more));
        return assignment(record);
    }

    /** The same assignment after somebody asked for the pod's deletion. */
    public static PodAssignment deleting(PodAssignment assignment, long graceSeconds) {
        ObjectNode pod = assignment.json().deepCopy();
        ((ObjectNode) pod.path("metadata"))
                .put("deletionTimestamp", "2026-01-01T00:00:00Z")
                .put("deletionGracePeriodSeconds", graceSeconds);
        ObjectNode record = AgentJson.object();
        record.put("node", assignment.node());
        record.set("pod", pod);
        return assignment(record);
    }
}
