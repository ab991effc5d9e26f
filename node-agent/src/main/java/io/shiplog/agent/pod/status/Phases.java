package io.shiplog.agent.pod.status;

import io.shiplog.agent.pod.facts.Standing;
import io.shiplog.agent.pod.plan.Draft;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod's phase, computed from the states of its containers as they are reported. As the kubelet's getPhase (v1.34). */
final class Phases {
    private Phases() {}

    static String phase(Draft draft, ArrayNode initStatuses, ArrayNode statuses) {
        if (draft.memory.failure() != null) {
            return "Failed";
        }
        String init = pendingInit(draft, initStatuses);
        if (init != null) {
            return init;
        }
        int waiting = 0;
        int running = 0;
        int succeeded = 0;
        int stopped = 0;
        boolean restarts = false;
        int at = 0;
        for (Standing standing : draft.standings) {
            if (standing.role() != Standing.Role.MAIN) {
                continue;
            }
            var status = (ObjectNode) statuses.get(at++);
            var state = status.path("state");
            if (state.has("running")) {
                running++;
            } else if (state.has("terminated")) {
                stopped++;
                succeeded += state.path("terminated").path("exitCode").asInt() == 0 ? 1 : 0;
                restarts |= standing.restarts();
            } else if (status.path("lastState").has("terminated")) {
                stopped++;
                restarts |= standing.restarts();
            } else {
                waiting++;
            }
        }
        if (waiting > 0) {
            return "Pending";
        }
        if (running > 0 || restarts) {
            return "Running";
        }
        return succeeded == stopped ? "Succeeded" : "Failed";
    }

    /** Pending or Failed while init containers are not done, null once they are. */
    private static @Nullable String pendingInit(Draft draft, ArrayNode statuses) {
        boolean mainsBegun =
                draft.standings.stream().anyMatch(one -> one.role() == Standing.Role.MAIN && one.newest() != null);
        int at = 0;
        boolean pending = false;
        for (Standing standing : draft.standings) {
            if (standing.role() == Standing.Role.MAIN) {
                continue;
            }
            var status = (ObjectNode) statuses.get(at++);
            if (standing.role() == Standing.Role.SIDECAR) {
                pending |= !mainsBegun && !status.path("started").asBoolean(false);
            } else if (standing.over() && !standing.succeeded()) {
                return "Failed";
            } else {
                pending |= !mainsBegun && !standing.succeeded();
            }
        }
        return pending ? "Pending" : null;
    }
}
