package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.Trouble;
import java.time.Duration;

/** Gives a pod a sandbox when it has none that runs. */
public final class Sandboxes {
    private Sandboxes() {}

    /** First everything of the lost sandbox ends and goes, then a new one is started: containers cannot change theirs. */
    public static void renew(Draft draft) {
        if (draft.underway("sandbox")) {
            // What is there and does not run is the very sandbox that is being made.
            return;
        }
        boolean clear = true;
        for (EngineContainer container : draft.observed.containers()) {
            if (container.running()) {
                clear = false;
                draft.step(new Step.StopContainer(
                        container.label(io.shiplog.agent.engine.Labels.CONTAINER_NAME),
                        container.id(),
                        Duration.ZERO,
                        Duration.ZERO,
                        "",
                        "Pod sandbox changed, it will be killed and re-created."));
            }
        }
        for (EngineContainer sandbox : draft.observed.sandboxes()) {
            clear = false;
            draft.step(new Step.Remove(sandbox.id()));
        }
        if (!clear) {
            draft.memory = draft.observed.sandboxes().isEmpty()
                    ? draft.memory
                    : draft.memory.noting(
                            "SandboxChanged",
                            false,
                            "Pod sandbox changed, it will be killed and re-created.",
                            "",
                            draft.now);
            return;
        }
        Trouble trouble = draft.memory.troubles().get(PodMemory.SANDBOX);
        if (trouble != null && trouble.waits(draft.now)) {
            draft.lookAgainAt(trouble.retryAt());
            return;
        }
        draft.step(new Step.StartSandbox(0));
    }
}
