package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.engine.Labels;
import io.shiplog.agent.pod.facts.BackOff;
import io.shiplog.agent.pod.facts.ContainerHash;
import io.shiplog.agent.pod.facts.Standing;
import io.shiplog.agent.pod.facts.Trouble;
import io.shiplog.agent.pod.facts.Waiting;
import java.time.Instant;
import java.util.Objects;

/** Starts a pod's containers, in their order and with their back-off, and ends those that must be replaced. */
public final class Starting {
    private Starting() {}

    public static void start(Draft draft, EngineContainer sandbox) {
        if (initialized(draft, sandbox)) {
            for (Standing standing : draft.standings) {
                if (standing.role() == Standing.Role.MAIN) {
                    keep(draft, standing, sandbox);
                }
            }
        }
    }

    /** Brings the init containers on; true when all of them are where they must be for the others to start. */
    private static boolean initialized(Draft draft, EngineContainer sandbox) {
        boolean mainsBegun =
                draft.standings.stream().anyMatch(one -> one.role() == Standing.Role.MAIN && one.current());
        for (Standing standing : draft.standings) {
            switch (standing.role()) {
                case MAIN -> {
                    // Comes after the init containers.
                }
                case INIT -> {
                    if (mainsBegun || (standing.current() && standing.succeeded())) {
                        continue;
                    }
                    keep(draft, standing, sandbox);
                    return false;
                }
                case SIDECAR -> {
                    keep(draft, standing, sandbox);
                    if (!mainsBegun
                            && !(standing.current() && standing.running() && Probing.started(draft, standing))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Starts a container that does not run, and ends one that must not go on. */
    private static void keep(Draft draft, Standing standing, EngineContainer sandbox) {
        EngineContainer newest = standing.newest();
        if (newest == null) {
            begin(draft, standing, sandbox);
            return;
        }
        switch (newest.state()) {
            case STARTING -> {
                // The engine tells when it runs.
            }
            case CREATED -> {
                // Left over from a start that did not come to its end.
                if (!draft.underway(new Step.StartContainer(standing.name(), 0, "", "").key())) {
                    draft.step(new Step.Remove(newest.id()));
                }
            }
            case RUNNING -> {
                if (!standing.current()) {
                    Ending.stop(draft, standing, "Pod sandbox changed, it will be killed and re-created.");
                } else if (changed(standing, newest)) {
                    Ending.stop(
                            draft, standing, "Container " + standing.name() + " definition changed, will be restarted");
                }
            }
            case EXITED -> {
                // A new sandbox has its init containers run again, those that had succeeded too.
                boolean redo = standing.role() == Standing.Role.INIT && !standing.current();
                if (standing.restarts() || redo) {
                    begin(draft, standing, sandbox);
                }
            }
        }
    }

    private static boolean changed(Standing standing, EngineContainer newest) {
        String hash = newest.label(Labels.HASH);
        return !hash.isEmpty() && !hash.equals(ContainerHash.of(standing.spec()));
    }

    private static void begin(Draft draft, Standing standing, EngineContainer sandbox) {
        var step = new Step.StartContainer(standing.name(), standing.nextAttempt(), sandbox.id(), draft.podIp());
        if (draft.underway(step.key())) {
            return;
        }
        Trouble trouble = draft.memory.troubles().get(standing.name());
        if (trouble != null && trouble.waits(draft.now)) {
            Waiting waiting = trouble.waiting(standing.spec().image().name(), draft.now);
            draft.waits.put(standing.name(), waiting);
            if (waiting.reason().equals("ImagePullBackOff")) {
                String message =
                        "Back-off pulling image \"" + standing.spec().image().name() + "\"";
                noteOnce(draft, standing, new Note("BackOff", false, message), trouble.at());
                noteOnce(draft, standing, new Note("Failed", true, "Error: ImagePullBackOff"), trouble.at());
            }
            draft.lookAgainAt(trouble.retryAt());
            draft.lookAgainAt(trouble.changesAt(draft.now));
            return;
        }
        if (standing.exited() && !backedOff(draft, standing)) {
            return;
        }
        draft.step(step);
    }

    /** Whether a container that has ended may start again now; counts this start if so. */
    private static boolean backedOff(Draft draft, Standing standing) {
        EngineContainer newest = Objects.requireNonNull(standing.newest());
        Instant ended = newest.finishedAt() == null ? newest.createdAt() : newest.finishedAt();
        BackOff last = draft.memory.crashes().get(standing.name());
        if (last != null && last.holds(ended, draft.now)) {
            String message = "back-off " + last.text() + " restarting failed container=" + standing.name() + " pod="
                    + draft.pod().name() + "_" + draft.pod().namespace() + "("
                    + draft.pod().uid() + ")";
            draft.waits.put(standing.name(), new Waiting("CrashLoopBackOff", message));
            draft.lookAgainAt(last.until(ended));
            String event = "Back-off restarting failed container " + standing.name() + " in pod "
                    + draft.pod().name() + "_" + draft.pod().namespace() + "("
                    + draft.pod().uid() + ")";
            noteOnce(draft, standing, new Note("BackOff", true, event), ended);
            return false;
        }
        draft.memory = draft.memory.backedOff(standing.name(), BackOff.next(last, ended, draft.now));
        return true;
    }

    private record Note(String reason, boolean warning, String message) {}

    /** One event for each failure, not for each look at it. */
    private static void noteOnce(Draft draft, Standing standing, Note note, Instant failure) {
        boolean noted = draft.memory.events().stream()
                .anyMatch(event -> event.message().equals(note.message())
                        && event.fieldPath().equals(standing.fieldPath())
                        && !event.last().isBefore(failure));
        if (!noted) {
            draft.note(note.reason(), note.warning(), note.message(), standing);
        }
    }
}
