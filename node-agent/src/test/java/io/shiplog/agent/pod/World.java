package io.shiplog.agent.pod;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.Observed;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.plan.ProbeSteps;
import io.shiplog.agent.pod.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A little world for the pure step: containers that are records, a clock that is set, steps that are carried out by
 * hand.
 */
final class World {
    final List<EngineContainer> containers = new ArrayList<>();
    final Map<String, String> messages = new HashMap<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    PodMemory memory = PodMemory.fresh(now);
    PodAssignment assignment;
    boolean removed;
    boolean volumes = true;
    private int ids;

    World(PodAssignment assignment) {
        this.assignment = assignment;
    }

    PodPlan next() {
        var desired = new Desired(assignment, removed, new Desired.Place("192.0.2.1", "docker"));
        PodPlan plan = NextStep.next(desired, Observed.of(containers, messages, volumes, memory), now);
        memory = plan.memory();
        return plan;
    }

    /** Carries out steps, whose containers run at once, until the plan has none left. */
    PodPlan settle() {
        PodPlan plan = next();
        for (int i = 0; i < 50 && !plan.steps().isEmpty(); i++) {
            plan.steps().forEach(this::perform);
            plan = next();
        }
        return plan;
    }

    void perform(Step step) {
        switch (step) {
            case Step.StartSandbox ignored -> add(ContainerLabels.SANDBOX, "POD", 0, "", "172.17.0." + (2 + ids));
            case Step.StartContainer start ->
                add(ContainerLabels.CONTAINER, start.name(), start.attempt(), start.sandboxId(), "");
            case Step.StopContainer stop -> end(stop.id(), 143);
            case Step.StopSandbox stop -> end(stop.id(), 137);
            case Step.Remove remove -> containers.removeIf(one -> one.id().equals(remove.id()));
            case Step.RunProbe probe -> probed(probe, new ProbeOutcome.Success());
            case Step.RemoveVolumes ignored -> volumes = false;
        }
        memory = memory.ended(step.key());
    }

    void probed(Step.RunProbe step, ProbeOutcome outcome) {
        var container = Objects.requireNonNull(assignment.pod().container(step.name()));
        var probe = step.id().kind().of(container);
        if (probe != null) {
            memory = ProbeSteps.after(memory, step, outcome, probe, now).ended(step.key());
        }
    }

    private void add(String type, String name, int attempt, String sandbox, String address) {
        containers.add(new EngineContainer(
                name + "-" + ids++,
                Map.of(
                        ContainerLabels.TYPE, type,
                        ContainerLabels.CONTAINER_NAME, name,
                        ContainerLabels.RESTART_COUNT, Integer.toString(attempt),
                        ContainerLabels.SANDBOX_ID, sandbox),
                EngineContainer.State.RUNNING,
                "sha256:1",
                address,
                now,
                now,
                null,
                0,
                false,
                ""));
    }

    /** Lets a container or sandbox end. */
    void end(String id, int exitCode) {
        containers.replaceAll(one -> one.id().equals(id) && one.running() ? ended(one, exitCode, now) : one);
    }

    /** Lets the newest instance of a container end. */
    void exit(String name, int exitCode) {
        end(newest(name).id(), exitCode);
    }

    EngineContainer newest(String name) {
        return Observed.of(containers, Map.of(), volumes, memory)
                .instances(name)
                .getFirst();
    }

    private static EngineContainer ended(EngineContainer one, int exitCode, @Nullable Instant at) {
        return new EngineContainer(
                one.id(),
                one.labels(),
                EngineContainer.State.EXITED,
                one.imageId(),
                "",
                one.createdAt(),
                one.startedAt(),
                at,
                exitCode,
                false,
                "");
    }

    static EngineContainer inState(EngineContainer one, EngineContainer.State state) {
        return new EngineContainer(
                one.id(), one.labels(), state, one.imageId(), one.address(), one.createdAt(), null, null, 0, false, "");
    }

    /** A container whose program could not be started. */
    static EngineContainer notStarted(EngineContainer one, String error) {
        return new EngineContainer(
                one.id(),
                one.labels(),
                EngineContainer.State.EXITED,
                one.imageId(),
                "",
                one.createdAt(),
                null,
                null,
                127,
                false,
                error);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    static String condition(JsonNode status, String type) {
        for (JsonNode one : status.path("conditions")) {
            if (one.path("type").asString("").equals(type)) {
                return one.path("status").asString("") + one.path("reason").asString("");
            }
        }
        return "absent";
    }

    static JsonNode container(JsonNode status, int index) {
        return status.path("containerStatuses").path(index);
    }
}
