package io.shiplog.agent.pod.facts;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One container of a pod: what was asked for, and the instances that there are.
 *
 * @param newest its newest instance, null before the first
 * @param previous the instance before that one
 * @param current whether the newest instance lives, or lived, in the sandbox that runs now
 */
public record ContainerState(
        ContainerDefinition spec,
        Role role,
        String restartPolicy,
        @Nullable EngineContainer newest,
        @Nullable EngineContainer previous,
        boolean current) {
    public enum Role {
        /** Runs to its end before the next one starts. */
        INIT,
        /** An init container that stays: started in order, and ended after the others. */
        SIDECAR,
        MAIN
    }

    /** All containers of a pod: init containers in order, then the others. */
    public static List<ContainerState> all(PodAssignment pod, Observed observed) {
        var result = new ArrayList<ContainerState>();
        String policy = pod.pod().lifetime().restartPolicy();
        for (ContainerDefinition container : pod.pod().initContainers()) {
            boolean sidecar = "Always".equals(container.restartPolicy());
            String own = sidecar ? "Always" : policy.equals("Never") ? "Never" : "OnFailure";
            result.add(of(container, sidecar ? Role.SIDECAR : Role.INIT, own, observed));
        }
        for (ContainerDefinition container : pod.pod().containers()) {
            String own = container.restartPolicy();
            result.add(of(container, Role.MAIN, own == null ? policy : own, observed));
        }
        return result;
    }

    private static ContainerState of(ContainerDefinition container, Role role, String policy, Observed observed) {
        List<EngineContainer> instances = observed.instances(container.name());
        EngineContainer newest = instances.isEmpty() ? null : instances.getFirst();
        EngineContainer previous = instances.size() < 2 ? null : instances.get(1);
        EngineContainer sandbox = observed.sandbox();
        boolean current = newest != null
                && sandbox != null
                && newest.label(ContainerLabels.SANDBOX_ID).equals(sandbox.id());
        return new ContainerState(container, role, policy, newest, previous, current);
    }

    public String name() {
        return spec.name();
    }

    public boolean running() {
        return newest != null && newest.running();
    }

    public boolean exited() {
        return newest != null && newest.exited();
    }

    public boolean succeeded() {
        return newest != null && newest.exited() && newest.exitCode() == 0;
    }

    public int nextAttempt() {
        return newest == null ? 0 : Observed.attempt(newest) + 1;
    }

    public int restartCount() {
        return newest == null ? 0 : Observed.attempt(newest);
    }

    /** Whether the container, having ended, is to be started again. */
    public boolean restarts() {
        return switch (restartPolicy) {
            case "Never" -> false;
            case "OnFailure" -> !succeeded();
            default -> true;
        };
    }

    /** It has ended and stays so. */
    public boolean over() {
        return exited() && !restarts();
    }

    public String fieldPath() {
        return (role == Role.MAIN ? "spec.containers{" : "spec.initContainers{") + name() + "}";
    }
}
