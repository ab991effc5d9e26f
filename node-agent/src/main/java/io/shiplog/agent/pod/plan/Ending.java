package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.ContainerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Ends a pod: main and init containers together, then the sidecars from last to first, then the sandbox. */
public final class Ending {
    private Ending() {}

    public static void end(PodPlanBuilder plan, Duration grace) {
        plan.memory = plan.memory.ending(plan.now);
        boolean busy = plan.memory.underway().contains("sandbox");
        for (ContainerState container : plan.containers) {
            busy |= plan.underway("start/" + container.name());
            if (container.role() != ContainerState.Role.SIDECAR && alive(container)) {
                busy = true;
                stop(plan, container, grace, Duration.ZERO, "Stopping container " + container.name());
            }
        }
        Duration passed = passed(plan, grace);
        for (ContainerState container : plan.containers.reversed()) {
            if (!busy && container.role() == ContainerState.Role.SIDECAR && alive(container)) {
                busy = true;
                stop(plan, container, grace, passed, "Stopping container " + container.name());
            }
        }
        if (!busy) {
            for (EngineContainer sandbox : plan.observed.sandboxes()) {
                if (sandbox.running()) {
                    plan.step(new Step.StopSandbox(sandbox.id()));
                }
            }
        }
    }

    /** How much of the grace period the pod has used: sidecars share it with the others, and do not begin a new one. */
    private static Duration passed(PodPlanBuilder plan, Duration grace) {
        Instant since = Objects.requireNonNull(plan.memory.endingSince());
        Duration passed = Duration.between(since, plan.now);
        return passed.isNegative() ? Duration.ZERO : passed.compareTo(grace) > 0 ? grace : passed;
    }

    private static boolean alive(ContainerState container) {
        EngineContainer newest = container.newest();
        return newest != null
                && (newest.state() == EngineContainer.State.RUNNING
                        || newest.state() == EngineContainer.State.STARTING);
    }

    /** Whether nothing of the pod runs or is being started any more. */
    public static boolean ended(PodPlanBuilder plan) {
        return plan.containers.stream().noneMatch(one -> alive(one) || plan.underway("start/" + one.name()))
                && plan.observed.sandboxes().stream().noneMatch(EngineContainer::running)
                && !plan.underway("sandbox");
    }

    /** Takes away what has ended. */
    public static void remove(PodPlanBuilder plan) {
        if (!ended(plan)) {
            return;
        }
        List<EngineContainer> left =
                plan.observed.containers().isEmpty() ? plan.observed.sandboxes() : plan.observed.containers();
        left.forEach(one -> plan.step(new Step.Remove(one.id())));
        if (plan.observed.empty()) {
            if (plan.observed.volumes()) {
                plan.step(new Step.RemoveVolumes());
            } else {
                plan.forgotten = true;
            }
        }
    }

    static void stop(PodPlanBuilder plan, ContainerState container, String message) {
        stop(plan, container, plan.pod().grace(), message);
    }

    static void stop(PodPlanBuilder plan, ContainerState container, Duration grace, String message) {
        stop(plan, container, grace, Duration.ZERO, message);
    }

    private static void stop(
            PodPlanBuilder plan, ContainerState container, Duration grace, Duration passed, String message) {
        EngineContainer newest = Objects.requireNonNull(container.newest());
        var step = new Step.StopContainer(container.name(), newest.id(), grace, passed, plan.podIp(), message);
        if (!plan.underway(step.key())) {
            plan.note("Killing", false, message, container);
            plan.step(step);
        }
    }
}
