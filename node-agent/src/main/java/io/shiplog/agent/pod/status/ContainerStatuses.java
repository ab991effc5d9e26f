package io.shiplog.agent.pod.status;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.AgentJson;
import io.shiplog.agent.pod.facts.Standing;
import io.shiplog.agent.pod.facts.Waiting;
import io.shiplog.agent.pod.plan.Draft;
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
    static ArrayNode of(Draft draft, boolean init) {
        ArrayNode statuses = AgentJson.object().putArray("statuses");
        for (Standing standing : draft.standings) {
            if ((standing.role() != Standing.Role.MAIN) == init) {
                statuses.add(status(draft, standing));
            }
        }
        return statuses;
    }

    private static ObjectNode status(Draft draft, Standing standing) {
        ObjectNode status = AgentJson.object();
        status.put("name", standing.name());
        EngineContainer newest = standing.newest();
        EngineContainer previous = standing.previous();
        Waiting waiting = draft.waits.get(standing.name());
        ObjectNode state = status.putObject("state");
        EngineContainer last = previous;
        boolean running = false;
        if (newest != null && newest.running()) {
            running = true;
            state.putObject("running").put("startedAt", text(started(newest)));
        } else if (newest != null && newest.exited() && waiting == null) {
            terminated(draft, state, newest);
        } else {
            last = newest != null && newest.exited() ? newest : previous;
            wait(state, waiting == null ? turn(draft, standing) : waiting);
        }
        ObjectNode lastState = status.putObject("lastState");
        if (last != null && last.exited()) {
            terminated(draft, lastState, last);
        }
        boolean ready = standing.role() == Standing.Role.INIT
                ? standing.succeeded()
                : running && Probing.ready(draft, standing) && !waitsForStart(draft, standing);
        status.put("ready", ready);
        status.put("restartCount", standing.restartCount());
        status.put("image", standing.spec().image().name());
        status.put("imageID", newest == null ? "" : draft.desired.place().runtime() + "://" + newest.imageId());
        if (newest != null) {
            status.put("containerID", id(draft, newest));
        }
        status.put("started", running && Probing.started(draft, standing) && !waitsForStart(draft, standing));
        return status;
    }

    /** While its postStart hook runs, a container is not ready yet. */
    private static boolean waitsForStart(Draft draft, Standing standing) {
        return draft.underway("start/" + standing.name());
    }

    private static Waiting turn(Draft draft, Standing standing) {
        boolean hasInit = !draft.pod().pod().initContainers().isEmpty();
        boolean begun = draft.underway("start/" + standing.name());
        boolean first = standing.role() == Standing.Role.MAIN && !hasInit;
        return new Waiting(first || begun ? "ContainerCreating" : "PodInitializing", "");
    }

    private static void wait(ObjectNode state, Waiting waiting) {
        ObjectNode node = state.putObject("waiting").put("reason", waiting.reason());
        if (!waiting.message().isEmpty()) {
            node.put("message", waiting.message());
        }
    }

    private static void terminated(Draft draft, ObjectNode state, EngineContainer container) {
        ObjectNode node = state.putObject("terminated");
        node.put("exitCode", container.exitCode());
        node.put("reason", reason(container));
        String message = draft.observed.messages().getOrDefault(container.id(), container.error());
        if (!message.isEmpty()) {
            node.put("message", message);
        }
        node.put("startedAt", text(started(container)));
        node.put("finishedAt", text(container.finishedAt() == null ? container.createdAt() : container.finishedAt()));
        node.put("containerID", id(draft, container));
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

    private static String id(Draft draft, EngineContainer container) {
        return draft.desired.place().runtime() + "://" + container.id();
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
