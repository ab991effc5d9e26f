package io.shiplog.agent.worker;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.shiplog.agent.container.ContainerConfigException;
import io.shiplog.agent.container.ContainerSpecs;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.pod.PodAssignment;
import io.shiplog.agent.pod.PodMemory;
import io.shiplog.agent.pod.ProbeOutcome;
import io.shiplog.agent.pod.Step;
import io.shiplog.agent.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** One start of a container: image, creation, start, postStart hook. */
final class ContainerStart {
    private final NodeContext context;
    private final PodAssignment pod;
    private final Step.StartContainer step;
    private final Effects effects = new Effects();

    ContainerStart(NodeContext context, PodAssignment pod, Step.StartContainer step) {
        this.context = context;
        this.pod = pod;
        this.step = step;
    }

    UnaryOperator<PodMemory> run() {
        Container container = StepRunner.container(pod, step.name());
        if (container == null) {
            return effects;
        }
        Runnable pulling = () -> note("Pulling", false, "Pulling image \"" + container.getImage() + "\"");
        switch (ImagePolicy.ensure(context.engine(), pod, container, pulling)) {
            case ImagePolicy.Present present -> {
                note("Pulled", false, present.message());
                create(container, present);
            }
            case ImagePolicy.Missing missing -> {
                if (missing.reason().equals("ErrImagePull")) {
                    note("Failed", true, "Failed to pull image \"" + container.getImage() + "\": " + missing.message());
                }
                fail(missing.reason(), missing.message());
            }
        }
        return effects;
    }

    private void create(Container container, ImagePolicy.Present image) {
        ContainerSpec spec;
        try {
            // A restart finds the volumes as they are wanted now, even if an update came in between.
            context.volumes().prepare(pod);
            spec = ContainerSpecs.of(
                    pod,
                    container,
                    step,
                    image.image(),
                    context.site(),
                    context.volumes().sources(pod));
        } catch (ContainerConfigException | VolumeException e) {
            fail("CreateContainerConfigError", String.valueOf(e.getMessage()));
            return;
        }
        String id;
        try {
            id = context.engine().create(spec);
        } catch (EngineException e) {
            fail("CreateContainerError", e.text());
            return;
        }
        note("Created", false, "Created container: " + step.name());
        try {
            context.engine().start(id);
        } catch (EngineException e) {
            context.engine().remove(id);
            fail("RunContainerError", "failed to start container \"" + id + "\": " + e.text());
            return;
        }
        note("Started", false, "Started container " + step.name());
        effects.add(memory -> memory.untroubled(step.name()));
        postStart(container, id);
    }

    private void postStart(Container container, String id) {
        LifecycleHandler hook = container.getLifecycle() == null
                ? null
                : container.getLifecycle().getPostStart();
        if (hook == null) {
            return;
        }
        ProbeOutcome outcome =
                context.prober().hook(new Prober.Target(container, id, step.podIp()), hook, Duration.ofMinutes(2));
        if (outcome instanceof ProbeOutcome.Failure failure) {
            note("FailedPostStartHook", true, "PostStartHook failed: " + failure.message());
            note("Killing", false, "FailedPostStartHook");
            context.engine().stop(id, pod.grace());
        }
    }

    private void fail(String reason, String message) {
        Instant now = now();
        effects.add(memory -> memory.troubled(step.name(), reason, message, now));
        note("Failed", true, "Error: " + (reason.startsWith("ErrImage") ? reason : message));
    }

    private void note(String reason, boolean warning, String message) {
        Instant now = now();
        boolean init =
                pod.initContainers().stream().anyMatch(one -> one.getName().equals(step.name()));
        String path = (init ? "spec.initContainers{" : "spec.containers{") + step.name() + "}";
        effects.add(memory -> memory.noting(reason, warning, message, path, now));
    }

    private Instant now() {
        return context.threads().clock().instant();
    }
}
