package io.shiplog.agent.pod.status;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.ContainerState;
import io.shiplog.agent.pod.facts.Waiting;
import io.shiplog.agent.pod.plan.PodPlanBuilder;
import io.shiplog.agent.pod.plan.Probing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status of a pod's containers: state, last state, readiness, restarts. */
final class ContainerStatuses {
    private ContainerStatuses() {}

    /** The statuses of the init containers, or of the main ones, in the pod's order. */
    static ArrayNode of(PodPlanBuilder plan, boolean init) {
        ArrayNode statuses = AgentJson.object().putArray("statuses");
        for (ContainerState container : plan.containers) {
            if ((container.role() != ContainerState.Role.MAIN) == init) {
                statuses.add(status(plan, container));
            }
        }
        return statuses;
    }

    private static ObjectNode status(PodPlanBuilder plan, ContainerState container) {
        ObjectNode status = AgentJson.object();
        status.put("name", container.name());
        EngineContainer newest = container.newest();
        EngineContainer previous = container.previous();
        Waiting waiting = plan.waits.get(container.name());
        ObjectNode state = status.putObject("state");
        EngineContainer last = previous;
        boolean running = false;
        if (newest != null && newest.running()) {
            running = true;
            state.putObject("running").put("startedAt", text(started(newest)));
        } else if (newest != null && newest.exited() && waiting == null) {
            terminated(plan, state, newest);
        } else {
            last = newest != null && newest.exited() ? newest : previous;
            wait(state, waiting == null ? turn(plan, container) : waiting);
        }
        ObjectNode lastState = status.putObject("lastState");
        if (last != null && last.exited()) {
            terminated(plan, lastState, last);
        }
        boolean ready = container.role() == ContainerState.Role.INIT
                ? container.succeeded()
                : running && Probing.ready(plan, container) && !waitsForStart(plan, container);
        status.put("ready", ready);
        status.put("restartCount", container.restartCount());
        status.put("image", container.spec().image().name());
        status.put("imageID", newest == null ? "" : plan.desired.place().runtime() + "://" + newest.imageId());
        if (newest != null) {
            status.put("containerID", id(plan, newest));
        }
        status.put("started", running && Probing.started(plan, container) && !waitsForStart(plan, container));
        return status;
    }

    /** While its postStart hook runs, a container is not ready yet. */
    private static boolean waitsForStart(PodPlanBuilder plan, ContainerState container) {
        return plan.underway("start/" + container.name());
    }

    private static Waiting turn(PodPlanBuilder plan, ContainerState container) {
        boolean hasInit = !plan.pod().pod().initContainers().isEmpty();
        boolean begun = plan.underway("start/" + container.name());
        boolean first = container.role() == ContainerState.Role.MAIN && !hasInit;
        return new Waiting(first || begun ? "ContainerCreating" : "PodInitializing", "");
    }

    private static void wait(ObjectNode state, Waiting waiting) {
        ObjectNode node = state.putObject("waiting").put("reason", waiting.reason());
        if (!waiting.message().isEmpty()) {
            node.put("message", waiting.message());
        }
    }

    private static void terminated(PodPlanBuilder plan, ObjectNode state, EngineContainer container) {
        ObjectNode node = state.putObject("terminated");
        node.put("exitCode", container.exitCode());
        node.put("reason", reason(container));
        String message = plan.observed.messages().getOrDefault(container.id(), container.error());
        if (!message.isEmpty()) {
            node.put("message", message);
        }
        node.put("startedAt", text(started(container)));
        node.put("finishedAt", text(container.finishedAt() == null ? container.createdAt() : container.finishedAt()));
        node.put("containerID", id(plan, container));
    }

    private static String reason(EngineContainer container) {
        if (container.outOfMemory()) {
            return "OOMKilled";
        }
        if (container.startedAt() == null && !container.error().isEmpty()) {
            return "StartError";
        }
        return container.exitCode() == 0 ? "Completed" : "Error";
    }

    private static String id(PodPlanBuilder plan, EngineContainer container) {
        return plan.desired.place().runtime() + "://" + container.id();
    }

    private static Instant started(EngineContainer container) {
        Instant started = container.startedAt();
        return started == null ? container.createdAt() : started;
    }

    /** RFC 3339 in whole seconds, as metav1.Time. */
    static String text(@Nullable Instant time) {
        return String.valueOf((time == null ? Instant.EPOCH : time).truncatedTo(ChronoUnit.SECONDS));
    }
}
