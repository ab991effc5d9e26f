package io.shiplog.agent.pod;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.ContainerState;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.Observed;
import io.shiplog.agent.pod.facts.Waiting;
import io.shiplog.agent.pod.plan.Ending;
import io.shiplog.agent.pod.plan.PodPlanBuilder;
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
 * The agent's rule. A pod that is wanted gets its volumes and sandbox, then its init containers one after the other,
 * then all its containers; what ends is started again as its restart policy says, ever later if it keeps failing; what
 * a probe finds sick is ended. A pod that is to go has its containers ended, then its sandbox; of a pod that nobody
 * assigns any more nothing stays. Steps only ever rest on what was observed, so a plan that was carried out by half,
 * twice or not at all is followed by the right one. As the kubelet's syncPod (v1.34).
 */
public final class NextStep {
    private NextStep() {}

    /** The plan for a pod, given what is wanted, what there is, and the time. */
    public static PodPlan next(Desired desired, Observed observed, Instant now) {
        var plan = new PodPlanBuilder(desired, observed, now);
        expire(plan);
        if (desired.removed()) {
            Ending.end(plan, desired.assignment().grace());
            Ending.remove(plan);
        } else if (desired.assignment().deleting()) {
            Ending.end(plan, desired.assignment().grace());
            plan.terminated = Ending.ended(plan);
        } else if (plan.memory.failure() != null || over(plan)) {
            Ending.end(plan, desired.assignment().grace());
        } else {
            run(plan);
        }
        prune(plan);
        PodStatuses.report(plan);
        return new PodPlan(
                plan.steps,
                plan.memory,
                java.util.Objects.requireNonNull(plan.memory.status()),
                plan.lookAgain,
                plan.terminated,
                plan.forgotten);
    }

    /** Fails the pod when its deadline has passed. */
    private static void expire(PodPlanBuilder plan) {
        Duration limit = plan.pod().pod().lifetime().deadline();
        if (limit == null || plan.memory.failure() != null || plan.pod().deleting() || over(plan)) {
            return;
        }
        Instant deadline = PodStatuses.startTime(plan).plus(limit);
        if (plan.now.isBefore(deadline)) {
            plan.lookAgainAt(deadline);
        } else {
            String message = "Pod was active on the node longer than the specified deadline";
            plan.memory = plan.memory
                    .failed(new Waiting("DeadlineExceeded", message))
                    .noting("DeadlineExceeded", false, message, "", plan.now);
        }
    }

    /**
     * Whether the pod has ended by itself: it is known to have, or every container has, or an init container failed.
     */
    private static boolean over(PodPlanBuilder plan) {
        if (plan.finished()) {
            return true;
        }
        boolean all = true;
        for (ContainerState container : plan.containers) {
            switch (container.role()) {
                case MAIN -> all &= container.over();
                case INIT -> {
                    if (container.over() && !container.succeeded()) {
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

    private static void run(PodPlanBuilder plan) {
        plan.memory = plan.memory.running();
        EngineContainer sandbox = plan.observed.sandbox();
        if (sandbox == null) {
            Sandboxes.renew(plan);
            return;
        }
        Starting.start(plan, sandbox);
        Probing.probe(plan);
    }

    /** Removes instances beyond the newest and the one before it, and forgets their probes. */
    private static void prune(PodPlanBuilder plan) {
        Set<String> alive = new HashSet<>();
        for (ContainerState container : plan.containers) {
            if (container.newest() != null) {
                alive.add(container.newest().id());
            }
            List<EngineContainer> instances = plan.observed.instances(container.name());
            for (EngineContainer old : instances.subList(Math.min(2, instances.size()), instances.size())) {
                if (old.exited()) {
                    plan.step(new Step.Remove(old.id()));
                }
            }
        }
        plan.memory = plan.memory.forgetting(alive);
    }
}
