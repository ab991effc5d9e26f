package io.shiplog.agent.pod;

import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.pod.spec.KnownStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes next for a pod.
 *
 * @param steps to begin now, all at once
 * @param memory to bring to the next question; the steps are marked as under way in it
 * @param status the pod's whole status
 * @param lookAgain when time alone may change the plan, null when only an event can
 * @param terminated the pod was asked to end, and all of it has ended for good
 * @param forgotten nothing of the pod is left on this node and nobody wants it here
 */
public record PodPlan(
        List<Step> steps,
        PodMemory memory,
        KnownStatus status,
        @Nullable Instant lookAgain,
        boolean terminated,
        boolean forgotten) {
    public PodPlan {
        steps = List.copyOf(steps);
    }
}
