package io.shiplog.agent.worker;

import io.shiplog.agent.container.ContainerConfigException;
import io.shiplog.agent.container.ContainerSpecs;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.pod.spec.Action;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.volume.VolumeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** One start of a container: image, creation, start, postStart hook. */
final class ContainerStart {
    /** A postStart hook may take as long as it likes, as far as Kubernetes is concerned; this is for ever. */
    private static final Duration HOOK_LIMIT = Duration.ofDays(7);

    private final NodeContext context;
    private final PodAssignment pod;
    private final Step.StartContainer step;
    private final LongWaits waits;
    private final Effects effects = new Effects();

    ContainerStart(NodeContext context, PodAssignment pod, Step.StartContainer step, LongWaits waits) {
        this.context = context;
        this.pod = pod;
        this.step = step;
        this.waits = waits;
    }

    UnaryOperator<PodMemory> run() {
        ContainerDefinition container = pod.pod().container(step.name());
        if (container == null || waits.cut()) {
            return effects;
        }
        Runnable pulling = () ->
                note("Pulling", false, "Pulling image \"" + container.image().name() + "\"");
        ImagePolicy.Result result = waits.during(() -> ImagePolicy.ensure(context.engine(), pod, container, pulling));
        if (waits.cut()) {
            return effects;
        }
        switch (result) {
            case ImagePolicy.Present present -> {
                note("Pulled", false, present.message());
                create(container, present);
            }
            case ImagePolicy.Missing missing -> {
                switch (missing.reason()) {
                    case "ErrImagePull" ->
                        note(
                                "Failed",
                                true,
                                "Failed to pull image \"" + container.image().name() + "\": " + missing.message());
                    case "ErrImageNeverPull" -> note("ErrImageNeverPull", true, missing.message());
                    default -> note("InspectFailed", true, missing.message());
                }
                fail(missing.reason(), missing.message());
            }
        }
        return effects;
    }

    private void create(ContainerDefinition container, ImagePolicy.Present image) {
        ContainerSpec spec;
        try {
            // A restart finds the volumes as they are wanted now, even if an update came in between.
            context.volumes().prepare(pod);
            spec = ContainerSpecs.of(
                    pod,
                    container,
                    step,
                    image.image(),
                    context.host(),
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
            if (e.kind() == EngineException.Kind.UNAVAILABLE) {
                throw e;
            }
            // The engine knows the container as one that has ended: it counts as a crash.
            note("Failed", true, "Error: failed to start container \"" + step.name() + "\": " + e.text());
            effects.add(memory -> memory.startSucceeded(step.name()));
            return;
        }
        note("Started", false, "Started container " + step.name());
        effects.add(memory -> memory.startSucceeded(step.name()));
        postStart(container, id);
    }

    private void postStart(ContainerDefinition container, String id) {
        Action hook = container.lifecycle().hooks().postStart();
        if (hook == null) {
            return;
        }
        var target = new Prober.Target(container, id, step.podIp());
        ProbeOutcome outcome = waits.during(() -> context.prober().hook(target, hook, HOOK_LIMIT));
        if (outcome instanceof ProbeOutcome.Failure failure) {
            note("FailedPostStartHook", true, "PostStartHook failed: " + failure.message());
            note("Killing", false, "FailedPostStartHook");
            context.engine().stop(id, pod.grace());
        }
    }

    private void fail(String reason, String message) {
        Instant now = now();
        effects.add(memory -> memory.startFailed(step.name(), reason, message, now));
        note("Failed", true, "Error: " + (reason.contains("Image") ? reason : message));
    }

    private void note(String reason, boolean warning, String message) {
        Instant now = now();
        effects.add(memory -> memory.noting(reason, warning, message, pod.fieldPath(step.name()), now));
    }

    private Instant now() {
        return context.threads().clock().instant();
    }
}
