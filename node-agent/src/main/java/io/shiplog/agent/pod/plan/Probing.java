package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.ProbeId;
import io.shiplog.agent.pod.facts.ProbeKind;
import io.shiplog.agent.pod.facts.ProbeProgress;
import io.shiplog.agent.pod.facts.Standing;
import io.shiplog.agent.pod.spec.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs probes when they are due and ends containers that they find sick. */
public final class Probing {
    private Probing() {}

    public static void probe(Draft draft) {
        for (Standing standing : draft.standings) {
            if (standing.running() && standing.current() && standing.role() != Standing.Role.INIT) {
                probe(draft, standing, ProbeKind.STARTUP);
                if (started(draft, standing)) {
                    probe(draft, standing, ProbeKind.LIVENESS);
                    probe(draft, standing, ProbeKind.READINESS);
                }
            }
        }
    }

    private static void probe(Draft draft, Standing standing, ProbeKind kind) {
        Probe probe = kind.of(standing.spec());
        if (probe == null || (kind == ProbeKind.STARTUP && started(draft, standing))) {
            return;
        }
        var id = new ProbeId(Objects.requireNonNull(standing.newest()).id(), kind);
        ProbeProgress progress = progress(draft, standing, kind, probe);
        draft.memory = draft.memory.probed(id, progress);
        if (kind != ProbeKind.READINESS && Boolean.FALSE.equals(progress.healthy())) {
            String what = kind == ProbeKind.LIVENESS ? " failed liveness probe" : " failed startup probe";
            Ending.stop(
                    draft,
                    standing,
                    grace(draft, probe),
                    "Container " + standing.name() + what + ", will be restarted");
            return;
        }
        if (progress.waits(probe, draft.now)) {
            draft.lookAgainAt(progress.due());
        } else {
            draft.step(new Step.RunProbe(standing.name(), id, draft.podIp(), standing.fieldPath()));
        }
    }

    private static Duration grace(Draft draft, Probe probe) {
        return probe.grace() == null ? draft.pod().grace() : probe.grace();
    }

    private static ProbeProgress progress(Draft draft, Standing standing, ProbeKind kind, Probe probe) {
        EngineContainer newest = Objects.requireNonNull(standing.newest());
        ProbeProgress known = draft.memory.probes().get(new ProbeId(newest.id(), kind));
        if (known != null) {
            return known;
        }
        Instant started = newest.startedAt() == null ? draft.now : newest.startedAt();
        return ProbeProgress.first(probe, started, adopted(draft, standing, kind));
    }

    /** What a former agent had found out about this very instance, so that a restart makes no pod unready. */
    private static @Nullable Boolean adopted(Draft draft, Standing standing, ProbeKind kind) {
        String field = switch (kind) {
            case STARTUP -> "started";
            case READINESS -> "ready";
            case LIVENESS -> "";
        };
        String id = draft.desired.place().runtime() + "://"
                + Objects.requireNonNull(standing.newest()).id();
        String list = standing.role() == Standing.Role.MAIN ? "containerStatuses" : "initContainerStatuses";
        for (JsonNode status : draft.last().path(list)) {
            if (status.path("containerID").asString("").equals(id)
                    && status.path(field).asBoolean(false)) {
                return Boolean.TRUE;
            }
        }
        return null;
    }

    /** Whether a running container counts as started: it has no startup probe, or that one has succeeded. */
    public static boolean started(Draft draft, Standing standing) {
        return passes(draft, standing, ProbeKind.STARTUP);
    }

    /** Whether a running container may get traffic as far as its probes say. */
    public static boolean ready(Draft draft, Standing standing) {
        return started(draft, standing) && passes(draft, standing, ProbeKind.READINESS);
    }

    private static boolean passes(Draft draft, Standing standing, ProbeKind kind) {
        Probe probe = kind.of(standing.spec());
        return probe == null
                || Boolean.TRUE.equals(progress(draft, standing, kind, probe).healthy());
    }
}
