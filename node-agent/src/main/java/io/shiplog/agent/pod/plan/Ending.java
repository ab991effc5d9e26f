package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Ends a pod: main and init containers together, then the sidecars from last to first, then the sandbox. */
public final class Ending {
    private Ending() {}

    public static void end(Draft draft, Duration grace) {
        draft.memory = draft.memory.ending(draft.now);
        boolean busy = draft.memory.underway().contains("sandbox");
        for (Standing standing : draft.standings) {
            busy |= draft.underway("start/" + standing.name());
            if (standing.role() != Standing.Role.SIDECAR && alive(standing)) {
                busy = true;
                stop(draft, standing, grace, Duration.ZERO, "Stopping container " + standing.name());
            }
        }
        Duration passed = passed(draft, grace);
        for (Standing standing : draft.standings.reversed()) {
            if (!busy && standing.role() == Standing.Role.SIDECAR && alive(standing)) {
                busy = true;
                stop(draft, standing, grace, passed, "Stopping container " + standing.name());
            }
        }
        if (!busy) {
            for (EngineContainer sandbox : draft.observed.sandboxes()) {
                if (sandbox.running()) {
                    draft.step(new Step.StopSandbox(sandbox.id()));
                }
            }
        }
    }

    /** How much of the grace period the pod has used: sidecars share it with the others, and do not begin a new one. */
    private static Duration passed(Draft draft, Duration grace) {
        Instant since = Objects.requireNonNull(draft.memory.endingSince());
        Duration passed = Duration.between(since, draft.now);
        return passed.isNegative() ? Duration.ZERO : passed.compareTo(grace) > 0 ? grace : passed;
    }

    private static boolean alive(Standing standing) {
        EngineContainer newest = standing.newest();
        return newest != null
                && (newest.state() == EngineContainer.State.RUNNING
                        || newest.state() == EngineContainer.State.STARTING);
    }

    /** Whether nothing of the pod runs or is being started any more. */
    public static boolean ended(Draft draft) {
        return draft.standings.stream().noneMatch(one -> alive(one) || draft.underway("start/" + one.name()))
                && draft.observed.sandboxes().stream().noneMatch(EngineContainer::running)
                && !draft.underway("sandbox");
    }

    /** Takes away what has ended. */
    public static void remove(Draft draft) {
        if (!ended(draft)) {
            return;
        }
        List<EngineContainer> left =
                draft.observed.containers().isEmpty() ? draft.observed.sandboxes() : draft.observed.containers();
        left.forEach(one -> draft.step(new Step.Remove(one.id())));
        if (draft.observed.empty()) {
            if (draft.observed.volumes()) {
                draft.step(new Step.RemoveVolumes());
            } else {
                draft.forgotten = true;
            }
        }
    }

    static void stop(Draft draft, Standing standing, String message) {
        stop(draft, standing, draft.pod().grace(), message);
    }

    static void stop(Draft draft, Standing standing, Duration grace, String message) {
        stop(draft, standing, grace, Duration.ZERO, message);
    }

    private static void stop(Draft draft, Standing standing, Duration grace, Duration passed, String message) {
        EngineContainer newest = Objects.requireNonNull(standing.newest());
        var step = new Step.StopContainer(standing.name(), newest.id(), grace, passed, draft.podIp(), message);
        if (!draft.underway(step.key())) {
            draft.note("Killing", false, message, standing);
            draft.step(step);
        }
    }
}
