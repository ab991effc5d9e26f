package io.shiplog.agent.worker;

import io.shiplog.agent.container.SandboxSpecs;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.plan.ProbeSteps;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.pod.spec.Action;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.Probe;
import io.shiplog.agent.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Carries a step out. Blocks as long as the step takes. Expected failures become memory; others are thrown. */
final class StepRunner {
    private final NodeContext context;
    private final LongWaits waits;

    StepRunner(NodeContext context, LongWaits waits) {
        this.context = context;
        this.waits = waits;
    }

    /**
     * Does what the step says.
     *
     * @return what the pod's memory must note
     * @throws EngineException when the engine failed at a step that is simply to be tried again
     */
    UnaryOperator<PodMemory> run(Step step, PodAssignment pod) {
        return switch (step) {
            case Step.StartSandbox ignored -> startSandbox(pod);
            case Step.StartContainer start -> new ContainerStart(context, pod, start, waits).run();
            case Step.StopContainer stop -> stopContainer(stop, pod);
            case Step.RunProbe probe -> probe(probe, pod);
            case Step.StopSandbox stop -> {
                context.engine().stop(stop.id(), Duration.ZERO);
                yield UnaryOperator.identity();
            }
            case Step.Remove remove -> {
                context.engine().remove(remove.id());
                yield UnaryOperator.identity();
            }
            case Step.RemoveVolumes ignored -> {
                context.volumes().remove(pod.uid());
                yield UnaryOperator.identity();
            }
        };
    }

    private UnaryOperator<PodMemory> startSandbox(PodAssignment pod) {
        try {
            context.volumes().prepare(pod);
            context.engine().startSandbox(SandboxSpecs.of(pod, context.host()));
            return memory -> memory.startSucceeded("");
        } catch (VolumeException e) {
            return sandboxTrouble("FailedMount", String.valueOf(e.getMessage()));
        } catch (EngineException e) {
            return sandboxTrouble("FailedCreatePodSandBox", "Failed to create pod sandbox: " + e.text());
        }
    }

    private UnaryOperator<PodMemory> sandboxTrouble(String reason, String message) {
        Instant now = now();
        return memory -> memory.startFailed("", reason, message, now).noting(reason, true, message, "", now);
    }

    private UnaryOperator<PodMemory> stopContainer(Step.StopContainer stop, PodAssignment pod) {
        Instant start = now();
        ContainerDefinition container = pod.pod().container(stop.name());
        Action preStop =
                container == null ? null : container.lifecycle().hooks().preStop();
        UnaryOperator<PodMemory> effect = UnaryOperator.identity();
        Duration grace = stop.left();
        if (container != null && preStop != null && !grace.isZero()) {
            ProbeOutcome outcome =
                    context.prober().hook(new Prober.Target(container, stop.id(), stop.podIp()), preStop, grace);
            Duration left = grace.minus(Duration.between(start, now()));
            grace = left.compareTo(Step.StopContainer.LEAST_GRACE) < 0 ? Step.StopContainer.LEAST_GRACE : left;
            if (outcome instanceof ProbeOutcome.Failure failure) {
                Instant at = now();
                effect = memory -> memory.noting(
                        "FailedPreStopHook",
                        true,
                        "PreStopHook failed: " + failure.message(),
                        pod.fieldPath(stop.name()),
                        at);
            }
        }
        context.engine().stop(stop.id(), grace);
        return effect;
    }

    private UnaryOperator<PodMemory> probe(Step.RunProbe step, PodAssignment pod) {
        ContainerDefinition container = pod.pod().container(step.name());
        Probe probe = container == null ? null : step.id().kind().of(container);
        if (container == null || probe == null) {
            return UnaryOperator.identity();
        }
        ProbeOutcome outcome =
                context.prober().probe(new Prober.Target(container, step.id().containerId(), step.podIp()), probe);
        Instant now = now();
        return memory -> ProbeSteps.after(memory, step, outcome, probe, now);
    }

    private Instant now() {
        return context.threads().clock().instant();
    }
}
