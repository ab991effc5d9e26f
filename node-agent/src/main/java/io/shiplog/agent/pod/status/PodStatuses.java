package io.shiplog.agent.pod.status;

import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.Waiting;
import io.shiplog.agent.pod.plan.Ending;
import io.shiplog.agent.pod.plan.PodPlanBuilder;
import io.shiplog.agent.pod.spec.KnownStatus;
import io.shiplog.resources.pod.QosClass;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's whole status, computed once at the end of a step. */
public final class PodStatuses {
    private PodStatuses() {}

    /** An equal status stays the same object: whoever compares it with the last one needs no look inside. */
    public static void report(PodPlanBuilder plan) {
        KnownStatus status = KnownStatus.of(status(plan));
        if (!status.equals(plan.memory.status())) {
            plan.memory = plan.memory.reporting(status);
        }
    }

    private static ObjectNode status(PodPlanBuilder plan) {
        JsonNode last = plan.last();
        boolean over = plan.finished();
        if (over && plan.observed.containers().isEmpty() && last.has("phase")) {
            // The pod had ended and its containers were cleared away: what is known of it stands.
            return ended(plan, last);
        }
        ArrayNode inits = ContainerStatuses.of(plan, true);
        ArrayNode mains = ContainerStatuses.of(plan, false);
        ObjectNode status = AgentJson.object();
        Long generation = plan.pod().pod().identity().generation();
        if (generation != null) {
            status.put("observedGeneration", generation);
        }
        // A pod that has ended never comes back, whatever became of its containers.
        String phase = over ? finalPhase(plan) : Phases.phase(plan, inits, mains);
        boolean held = !over && PodPlanBuilder.finished(phase) && !Ending.ended(plan);
        status.put("phase", held ? phaseBefore(last) : phase);
        status.putArray("conditions");
        Waiting failure = plan.memory.failure();
        if (failure == null && over && last.has("reason")) {
            failure = new Waiting(
                    last.path("reason").asString(""), last.path("message").asString(""));
        }
        if (failure != null && !held) {
            status.put("message", failure.message());
            status.put("reason", failure.reason());
        }
        addresses(plan, status, last);
        status.put("startTime", ContainerStatuses.text(startTime(plan)));
        if (!inits.isEmpty()) {
            status.set("initContainerStatuses", inits);
        }
        status.set("containerStatuses", mains);
        status.put("qosClass", QosClass.of(plan.pod().pod().demand().asked()).text());
        status.set("conditions", Conditions.of(plan, status, phase, last.path("conditions")));
        return status;
    }

    private static ObjectNode ended(PodPlanBuilder plan, JsonNode last) {
        ObjectNode status = (ObjectNode) last.deepCopy();
        status.put("phase", finalPhase(plan));
        return status;
    }

    private static String finalPhase(PodPlanBuilder plan) {
        String known = plan.pod().knownPhase();
        return PodPlanBuilder.finished(known)
                ? known
                : plan.last().path("phase").asString("");
    }

    /**
     * The phase of a pod whose containers still end: not the final one yet, so that nobody takes its room or makes
     * another one. As the kubelet's status manager (mergePodStatus, v1.34).
     */
    private static String phaseBefore(JsonNode last) {
        String phase = last.path("phase").asString("");
        return phase.isEmpty() ? "Pending" : phase;
    }

    /** The sandbox's address; once it is gone, the one that the pod had. */
    private static void addresses(PodPlanBuilder plan, ObjectNode status, JsonNode before) {
        String host = plan.desired.place().hostIp();
        status.put("hostIP", host);
        status.putArray("hostIPs").addObject().put("ip", host);
        String ip = plan.podIp();
        if (ip.isEmpty()) {
            ip = before.path("podIP").asString("");
        }
        if (!ip.isEmpty()) {
            status.put("podIP", ip);
            status.putArray("podIPs").addObject().put("ip", ip);
        }
    }

    /** When the node took the pod up: as it was reported or the cluster knows it, else when this agent first saw it. */
    public static Instant startTime(PodPlanBuilder plan) {
        String reported = plan.last().path("startTime").asString("");
        Instant known = reported.isEmpty() ? plan.pod().knownStart() : Instant.parse(reported);
        return known == null ? plan.memory.firstSeen() : known;
    }
}
