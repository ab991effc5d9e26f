package io.shiplog.agent.pod.status;

import io.shiplog.agent.pod.facts.ContainerState;
import io.shiplog.agent.pod.plan.PodPlanBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A pod's phase, computed from the states of its containers as they are reported. As the kubelet's getPhase (v1.34).
 */
final class Phases {
    private Phases() {}

    static String phase(PodPlanBuilder plan, ArrayNode initStatuses, ArrayNode statuses) {
        if (plan.memory.failure() != null) {
            return "Failed";
        }
        String init = pendingInit(plan, initStatuses);
        if (init != null) {
            return init;
        }
        int waiting = 0;
        int running = 0;
        int succeeded = 0;
        int stopped = 0;
        boolean restarts = false;
        int at = 0;
        for (ContainerState container : plan.containers) {
            if (container.role() != ContainerState.Role.MAIN) {
                continue;
            }
            var status = (ObjectNode) statuses.get(at++);
            var state = status.path("state");
            if (state.has("running")) {
                running++;
            } else if (state.has("terminated")) {
                stopped++;
                succeeded += state.path("terminated").path("exitCode").asInt() == 0 ? 1 : 0;
                restarts |= container.restarts();
            } else if (status.path("lastState").has("terminated")) {
                stopped++;
                restarts |= container.restarts();
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
    private static @Nullable String pendingInit(PodPlanBuilder plan, ArrayNode statuses) {
        boolean mainsBegun = plan.containers.stream()
                .anyMatch(one -> one.role() == ContainerState.Role.MAIN && one.newest() != null);
        int at = 0;
        boolean pending = false;
        for (ContainerState container : plan.containers) {
            if (container.role() == ContainerState.Role.MAIN) {
                continue;
            }
            var status = (ObjectNode) statuses.get(at++);
            if (container.role() == ContainerState.Role.SIDECAR) {
                pending |= !mainsBegun && !status.path("started").asBoolean(false);
            } else if (container.over() && !container.succeeded()) {
                return "Failed";
            } else {
                pending |= !mainsBegun && !container.succeeded();
            }
        }
        return pending ? "Pending" : null;
    }
}
