package io.shiplog.agent.pod;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's whole status, computed once at the end of a step. */
final class PodStatuses {
    private PodStatuses() {}

    /** An equal status stays the same object: whoever compares it with the last one needs no look inside. */
    static void report(Draft draft) {
        ObjectNode status = status(draft);
        if (!status.equals(draft.memory.status())) {
            draft.memory = draft.memory.reporting(status);
        }
    }

    private static ObjectNode status(Draft draft) {
        JsonNode known = draft.pod().json().path("status");
        String phase = draft.pod().knownPhase();
        ObjectNode remembered = draft.memory.status();
        boolean over = phase.equals("Succeeded") || phase.equals("Failed");
        if (over && draft.observed.containers().isEmpty()) {
            // The pod had ended and its containers were cleared away: what the cluster knows stands.
            return (ObjectNode) known.deepCopy();
        }
        ArrayNode inits = ContainerStatuses.of(draft, true);
        ArrayNode mains = ContainerStatuses.of(draft, false);
        ObjectNode status = AgentJson.object();
        Long generation = draft.pod().pod().getMetadata().getGeneration();
        if (generation != null) {
            status.put("observedGeneration", generation);
        }
        // A pod that has ended never comes back, whatever became of its containers.
        status.put("phase", over ? phase : Phases.phase(draft, inits, mains));
        status.putArray("conditions");
        Waiting failure = draft.memory.failure();
        if (failure == null && over && known.has("reason")) {
            failure = new Waiting(
                    known.path("reason").asString(""), known.path("message").asString(""));
        }
        if (failure != null) {
            status.put("message", failure.message());
            status.put("reason", failure.reason());
        }
        addresses(draft, status, remembered == null ? known : remembered);
        status.put("startTime", ContainerStatuses.text(startTime(draft)));
        if (!inits.isEmpty()) {
            status.set("initContainerStatuses", inits);
        }
        status.set("containerStatuses", mains);
        status.put("qosClass", QualityOfService.of(draft.pod().pod().getSpec()).text());
        JsonNode before = remembered == null ? known : remembered;
        status.set("conditions", Conditions.of(draft, status, before.path("conditions")));
        return status;
    }

    /** The sandbox's address; once it is gone, the one that the pod had. */
    private static void addresses(Draft draft, ObjectNode status, JsonNode before) {
        String host = draft.desired.place().hostIp();
        status.put("hostIP", host);
        status.putArray("hostIPs").addObject().put("ip", host);
        String ip = draft.podIp();
        if (ip.isEmpty()) {
            ip = before.path("podIP").asString("");
        }
        if (!ip.isEmpty()) {
            status.put("podIP", ip);
            status.putArray("podIPs").addObject().put("ip", ip);
        }
    }

    /** When the node took the pod up: as the cluster knows it, else when this agent first saw it. */
    static Instant startTime(Draft draft) {
        Instant known = draft.pod().knownStart();
        return known == null ? draft.memory.firstSeen() : known;
    }
}
