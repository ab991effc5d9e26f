package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.StartFailure;
import java.time.Duration;

/** Gives a pod a sandbox when it has none that runs. */
public final class Sandboxes {
    private Sandboxes() {}

    /**
     * First everything of the lost sandbox ends and goes, then a new one is started: containers cannot change theirs.
     */
    public static void renew(PodPlanBuilder plan) {
        if (plan.underway("sandbox")) {
            // What is there and does not run is the very sandbox that is being made.
            return;
        }
        boolean clear = true;
        for (EngineContainer container : plan.observed.containers()) {
            if (container.running()) {
                clear = false;
                plan.step(new Step.StopContainer(
                        container.label(io.shiplog.agent.engine.ContainerLabels.CONTAINER_NAME),
                        container.id(),
                        Duration.ZERO,
                        Duration.ZERO,
                        "",
                        "Pod sandbox changed, it will be killed and re-created."));
            }
        }
        for (EngineContainer sandbox : plan.observed.sandboxes()) {
            clear = false;
            plan.step(new Step.Remove(sandbox.id()));
        }
        if (!clear) {
            plan.memory = plan.observed.sandboxes().isEmpty()
                    ? plan.memory
                    : plan.memory.noting(
                            "SandboxChanged",
                            false,
                            "Pod sandbox changed, it will be killed and re-created.",
                            "",
                            plan.now);
            return;
        }
        StartFailure failed = plan.memory.startFailures().get(PodMemory.SANDBOX);
        if (failed != null && failed.waits(plan.now)) {
            plan.lookAgainAt(failed.retryAt());
            return;
        }
        plan.step(new Step.StartSandbox(0));
    }
}
