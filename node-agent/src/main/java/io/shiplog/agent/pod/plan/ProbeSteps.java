package io.shiplog.agent.pod.plan;

import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.facts.ProbeProgress;
import io.shiplog.agent.pod.spec.Probe;
import java.time.Instant;

/** What a probe's outcome changes in a pod's memory. */
public final class ProbeSteps {
    private ProbeSteps() {}

    /** The memory after one run of a probe. An instance that was forgotten meanwhile stays so. */
    public static PodMemory after(
            PodMemory memory, Step.RunProbe step, ProbeOutcome outcome, Probe probe, Instant now) {
        ProbeProgress progress = memory.probes().get(step.id());
        if (progress == null) {
            return memory;
        }
        PodMemory next = memory.probed(step.id(), progress.after(outcome, probe, now));
        if (outcome instanceof ProbeOutcome.Failure failure) {
            String message = step.id().kind().title() + " probe failed: " + failure.message();
            return next.noting("Unhealthy", true, message, step.fieldPath(), now);
        }
        if (outcome instanceof ProbeOutcome.Inconclusive inconclusive) {
            String message = step.id().kind().title() + " probe errored and resulted in unknown state: "
                    + inconclusive.message();
            return next.noting("Unhealthy", true, message, step.fieldPath(), now);
        }
        return next;
    }
}
