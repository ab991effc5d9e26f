package io.shiplog.agent.pod;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.Observed;
import io.shiplog.agent.pod.facts.Standing;
import io.shiplog.agent.pod.facts.Waiting;
import io.shiplog.agent.pod.plan.Draft;
import io.shiplog.agent.pod.plan.Ending;
import io.shiplog.agent.pod.plan.Probing;
import io.shiplog.agent.pod.plan.Sandboxes;
import io.shiplog.agent.pod.plan.Starting;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.pod.status.PodStatuses;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The agent's rule. A pod that is wanted gets its volumes and sandbox, then its init containers one after the other, then
 * all its containers; what ends is started again as its restart policy says, ever later if it keeps failing; what a probe
 * finds sick is ended. A pod that is to go has its containers ended, then its sandbox; of a pod that nobody assigns any
 * more nothing stays. Steps only ever rest on what was observed, so a plan that was carried out by half, twice or not at
 * all is followed by the right one. As the kubelet's syncPod (v1.34).
 */
public final class NextStep {
    private NextStep() {}

    /** The plan for a pod, given what is wanted, what there is, and the time. */
    public static PodPlan next(Desired desired, Observed observed, Instant now) {
        var draft = new Draft(desired, observed, now);
        expire(draft);
        if (desired.removed()) {
            Ending.end(draft, desired.assignment().grace());
            Ending.remove(draft);
        } else if (desired.assignment().deleting()) {
            Ending.end(draft, desired.assignment().grace());
            draft.terminated = Ending.ended(draft);
        } else if (draft.memory.failure() != null || over(draft)) {
            Ending.end(draft, desired.assignment().grace());
        } else {
            run(draft);
        }
        prune(draft);
        PodStatuses.report(draft);
        return new PodPlan(
                draft.steps,
                draft.memory,
                java.util.Objects.requireNonNull(draft.memory.status()),
                draft.lookAgain,
                draft.terminated,
                draft.forgotten);
    }

    /** Fails the pod when its deadline has passed. */
    private static void expire(Draft draft) {
        Duration limit = draft.pod().pod().lifetime().deadline();
        if (limit == null || draft.memory.failure() != null || draft.pod().deleting() || over(draft)) {
            return;
        }
        Instant deadline = PodStatuses.startTime(draft).plus(limit);
        if (draft.now.isBefore(deadline)) {
            draft.lookAgainAt(deadline);
        } else {
            String message = "Pod was active on the node longer than the specified deadline";
            draft.memory = draft.memory
                    .failed(new Waiting("DeadlineExceeded", message))
                    .noting("DeadlineExceeded", false, message, "", draft.now);
        }
    }

    /** Whether the pod has ended by itself: it is known to have, or every container has, or an init container failed. */
    private static boolean over(Draft draft) {
        if (draft.finished()) {
            return true;
        }
        boolean all = true;
        for (Standing standing : draft.standings) {
            switch (standing.role()) {
                case MAIN -> all &= standing.over();
                case INIT -> {
                    if (standing.over() && !standing.succeeded()) {
                        return true;
                    }
                }
                case SIDECAR -> {
                    // Sidecars do not keep a pod alive.
                }
            }
        }
        return all;
    }

    private static void run(Draft draft) {
        draft.memory = draft.memory.running();
        EngineContainer sandbox = draft.observed.sandbox();
        if (sandbox == null) {
            Sandboxes.renew(draft);
            return;
        }
        Starting.start(draft, sandbox);
        Probing.probe(draft);
    }

    /** Removes instances beyond the newest and the one before it, and forgets their probes. */
    private static void prune(Draft draft) {
        Set<String> alive = new HashSet<>();
        for (Standing standing : draft.standings) {
            if (standing.newest() != null) {
                alive.add(standing.newest().id());
            }
            List<EngineContainer> instances = draft.observed.instances(standing.name());
            for (EngineContainer old : instances.subList(Math.min(2, instances.size()), instances.size())) {
                if (old.exited()) {
                    draft.step(new Step.Remove(old.id()));
                }
            }
        }
        draft.memory = draft.memory.forgetting(alive);
    }
}
