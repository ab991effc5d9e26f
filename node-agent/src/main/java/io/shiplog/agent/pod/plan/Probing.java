package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.ContainerState;
import io.shiplog.agent.pod.facts.ProbeId;
import io.shiplog.agent.pod.facts.ProbeKind;
import io.shiplog.agent.pod.facts.ProbeProgress;
import io.shiplog.agent.pod.spec.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs probes when they are due and ends containers that they find sick. */
public final class Probing {
    private Probing() {}

    public static void probe(PodPlanBuilder plan) {
        for (ContainerState container : plan.containers) {
            if (container.running() && container.current() && container.role() != ContainerState.Role.INIT) {
                probe(plan, container, ProbeKind.STARTUP);
                if (started(plan, container)) {
                    probe(plan, container, ProbeKind.LIVENESS);
                    probe(plan, container, ProbeKind.READINESS);
                }
            }
        }
    }

    private static void probe(PodPlanBuilder plan, ContainerState container, ProbeKind kind) {
        Probe probe = kind.of(container.spec());
        if (probe == null || (kind == ProbeKind.STARTUP && started(plan, container))) {
            return;
        }
        var id = new ProbeId(Objects.requireNonNull(container.newest()).id(), kind);
        ProbeProgress progress = progress(plan, container, kind, probe);
        plan.memory = plan.memory.probed(id, progress);
        if (kind != ProbeKind.READINESS && Boolean.FALSE.equals(progress.healthy())) {
            String what = kind == ProbeKind.LIVENESS ? " failed liveness probe" : " failed startup probe";
            Ending.stop(
                    plan,
                    container,
                    grace(plan, probe),
                    "Container " + container.name() + what + ", will be restarted");
            return;
        }
        if (progress.waits(probe, plan.now)) {
            plan.lookAgainAt(progress.due());
        } else {
            plan.step(new Step.RunProbe(container.name(), id, plan.podIp(), container.fieldPath()));
        }
    }

    private static Duration grace(PodPlanBuilder plan, Probe probe) {
        return probe.grace() == null ? plan.pod().grace() : probe.grace();
    }

    private static ProbeProgress progress(PodPlanBuilder plan, ContainerState container, ProbeKind kind, Probe probe) {
        EngineContainer newest = Objects.requireNonNull(container.newest());
        ProbeProgress known = plan.memory.probes().get(new ProbeId(newest.id(), kind));
        if (known != null) {
            return known;
        }
        Instant started = newest.startedAt() == null ? plan.now : newest.startedAt();
        return ProbeProgress.first(probe, started, adopted(plan, container, kind));
    }

    /** What a former agent had found out about this very instance, so that a restart makes no pod unready. */
    private static @Nullable Boolean adopted(PodPlanBuilder plan, ContainerState container, ProbeKind kind) {
        String field = switch (kind) {
            case STARTUP -> "started";
            case READINESS -> "ready";
            case LIVENESS -> "";
        };
        String id = plan.desired.place().runtime() + "://"
                + Objects.requireNonNull(container.newest()).id();
        String list = container.role() == ContainerState.Role.MAIN ? "containerStatuses" : "initContainerStatuses";
        for (JsonNode status : plan.last().path(list)) {
            if (status.path("containerID").asString("").equals(id)
                    && status.path(field).asBoolean(false)) {
                return Boolean.TRUE;
            }
        }
        return null;
    }

    /** Whether a running container counts as started: it has no startup probe, or that one has succeeded. */
    public static boolean started(PodPlanBuilder plan, ContainerState container) {
        return passes(plan, container, ProbeKind.STARTUP);
    }

    /** Whether a running container may get traffic as far as its probes say. */
    public static boolean ready(PodPlanBuilder plan, ContainerState container) {
        return started(plan, container) && passes(plan, container, ProbeKind.READINESS);
    }

    private static boolean passes(PodPlanBuilder plan, ContainerState container, ProbeKind kind) {
        Probe probe = kind.of(container.spec());
        return probe == null
                || Boolean.TRUE.equals(progress(plan, container, kind, probe).healthy());
    }
}
