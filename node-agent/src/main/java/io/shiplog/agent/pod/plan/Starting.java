package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.BackOff;
import io.shiplog.agent.pod.facts.ContainerHash;
import io.shiplog.agent.pod.facts.ContainerState;
import io.shiplog.agent.pod.facts.StartFailure;
import io.shiplog.agent.pod.facts.Waiting;
import java.time.Instant;
import java.util.Objects;

/** Starts a pod's containers, in their order and with their back-off, and ends those that must be replaced. */
public final class Starting {
    private Starting() {}

    public static void start(PodPlanBuilder plan, EngineContainer sandbox) {
        if (initialized(plan, sandbox)) {
            for (ContainerState container : plan.containers) {
                if (container.role() == ContainerState.Role.MAIN) {
                    keep(plan, container, sandbox);
                }
            }
        }
    }

    /** Brings the init containers on; true when all of them are where they must be for the others to start. */
    private static boolean initialized(PodPlanBuilder plan, EngineContainer sandbox) {
        boolean mainsBegun =
                plan.containers.stream().anyMatch(one -> one.role() == ContainerState.Role.MAIN && one.current());
        for (ContainerState container : plan.containers) {
            switch (container.role()) {
                case MAIN -> {
                    // Comes after the init containers.
                }
                case INIT -> {
                    if (mainsBegun || (container.current() && container.succeeded())) {
                        continue;
                    }
                    keep(plan, container, sandbox);
                    return false;
                }
                case SIDECAR -> {
                    keep(plan, container, sandbox);
                    if (!mainsBegun
                            && !(container.current() && container.running() && Probing.started(plan, container))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Starts a container that does not run, and ends one that must not go on. */
    private static void keep(PodPlanBuilder plan, ContainerState container, EngineContainer sandbox) {
        EngineContainer newest = container.newest();
        if (newest == null) {
            begin(plan, container, sandbox);
            return;
        }
        switch (newest.state()) {
            case STARTING -> {
                // The engine tells when it runs.
            }
            case CREATED -> {
                // Left over from a start that did not come to its end.
                if (!plan.underway(new Step.StartContainer(container.name(), 0, "", "").key())) {
                    plan.step(new Step.Remove(newest.id()));
                }
            }
            case RUNNING -> {
                if (!container.current()) {
                    Ending.stop(plan, container, "Pod sandbox changed, it will be killed and re-created.");
                } else if (changed(container, newest)) {
                    Ending.stop(
                            plan,
                            container,
                            "Container " + container.name() + " definition changed, will be restarted");
                }
            }
            case EXITED -> {
                // A new sandbox has its init containers run again, those that had succeeded too.
                boolean redo = container.role() == ContainerState.Role.INIT && !container.current();
                if (container.restarts() || redo) {
                    begin(plan, container, sandbox);
                }
            }
        }
    }

    private static boolean changed(ContainerState container, EngineContainer newest) {
        String hash = newest.label(ContainerLabels.HASH);
        return !hash.isEmpty() && !hash.equals(ContainerHash.of(container.spec()));
    }

    private static void begin(PodPlanBuilder plan, ContainerState container, EngineContainer sandbox) {
        var step = new Step.StartContainer(container.name(), container.nextAttempt(), sandbox.id(), plan.podIp());
        if (plan.underway(step.key())) {
            return;
        }
        StartFailure failed = plan.memory.startFailures().get(container.name());
        if (failed != null && failed.waits(plan.now)) {
            Waiting waiting = failed.waiting(container.spec().image().name(), plan.now);
            plan.waits.put(container.name(), waiting);
            if (waiting.reason().equals("ImagePullBackOff")) {
                String message =
                        "Back-off pulling image \"" + container.spec().image().name() + "\"";
                noteOnce(plan, container, new Note("BackOff", false, message), failed.at());
                noteOnce(plan, container, new Note("Failed", true, "Error: ImagePullBackOff"), failed.at());
            }
            plan.lookAgainAt(failed.retryAt());
            plan.lookAgainAt(failed.changesAt(plan.now));
            return;
        }
        if (container.exited() && !backedOff(plan, container)) {
            return;
        }
        plan.step(step);
    }

    /** Whether a container that has ended may start again now; counts this start if so. */
    private static boolean backedOff(PodPlanBuilder plan, ContainerState container) {
        EngineContainer newest = Objects.requireNonNull(container.newest());
        Instant ended = newest.finishedAt() == null ? newest.createdAt() : newest.finishedAt();
        BackOff last = plan.memory.crashes().get(container.name());
        if (last != null && last.holds(ended, plan.now)) {
            String message = "back-off " + last.text() + " restarting failed container=" + container.name() + " pod="
                    + plan.pod().name() + "_" + plan.pod().namespace() + "("
                    + plan.pod().uid() + ")";
            plan.waits.put(container.name(), new Waiting("CrashLoopBackOff", message));
            plan.lookAgainAt(last.until(ended));
            String event = "Back-off restarting failed container " + container.name() + " in pod "
                    + plan.pod().name() + "_" + plan.pod().namespace() + "("
                    + plan.pod().uid() + ")";
            noteOnce(plan, container, new Note("BackOff", true, event), ended);
            return false;
        }
        plan.memory = plan.memory.backedOff(container.name(), BackOff.next(last, ended, plan.now));
        return true;
    }

    private record Note(String reason, boolean warning, String message) {}

    /** One event for each failure, not for each look at it. */
    private static void noteOnce(PodPlanBuilder plan, ContainerState container, Note note, Instant failure) {
        boolean noted = plan.memory.events().stream()
                .anyMatch(event -> event.message().equals(note.message())
                        && event.fieldPath().equals(container.fieldPath())
                        && !event.last().isBefore(failure));
        if (!noted) {
            plan.note(note.reason(), note.warning(), note.message(), container);
        }
    }
}
