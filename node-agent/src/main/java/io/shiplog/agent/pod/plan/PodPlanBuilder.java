package io.shiplog.agent.pod.plan;

import io.shiplog.agent.engine.EngineContainer;
import io.shiplog.agent.pod.NextStep;
import io.shiplog.agent.pod.PodPlan;
import io.shiplog.agent.pod.facts.ContainerState;
import io.shiplog.agent.pod.facts.Desired;
import io.shiplog.agent.pod.facts.Observed;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.facts.PodMemory;
import io.shiplog.agent.pod.facts.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A {@link PodPlan} in the making; lives for one call of {@link NextStep}. */
public final class PodPlanBuilder {
    public final Desired desired;
    public final Observed observed;
    public final Instant now;
    public final List<ContainerState> containers;
    public final List<Step> steps = new ArrayList<>();
    /** Why containers wait, by name, where it is not simply their turn. */
    public final Map<String, Waiting> waits = new HashMap<>();

    private final JsonNode assigned;
    private final JsonNode last;

    public PodMemory memory;

    @Nullable
    public Instant lookAgain;

    public boolean terminated;
    public boolean forgotten;

    public PodPlanBuilder(Desired desired, Observed observed, Instant now) {
        this.desired = desired;
        this.observed = observed;
        this.now = now;
        this.memory = observed.memory();
        this.containers = ContainerState.all(desired.assignment(), observed);
        this.assigned = desired.assignment().document().status().tree();
        this.last = memory.status() == null ? assigned : memory.status().tree();
    }

    public PodAssignment pod() {
        return desired.assignment();
    }

    /** The pod's status as this node last reported it; before the first time, as it came with the assignment. */
    public JsonNode last() {
        return last;
    }

    /** The pod's status as it came with the assignment. */
    public JsonNode assigned() {
        return assigned;
    }

    /** Whether the pod has ended for good, as the cluster or this node knows. */
    public boolean finished() {
        return finished(pod().knownPhase()) || finished(last().path("phase").asString(""));
    }

    public static boolean finished(String phase) {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    public boolean underway(String key) {
        return memory.underway().contains(key);
    }

    /** Plans a step, unless it is under way. */
    public void step(Step step) {
        if (!underway(step.key())) {
            steps.add(step);
            memory = memory.begun(step.key());
        }
    }

    public void lookAgainAt(@Nullable Instant time) {
        if (time != null && (lookAgain == null || time.isBefore(lookAgain))) {
            lookAgain = time;
        }
    }

    void note(String reason, boolean warning, String message, ContainerState about) {
        memory = memory.noting(reason, warning, message, about.fieldPath(), now);
    }

    /** The pod's address, empty while it has none. */
    public String podIp() {
        EngineContainer sandbox = observed.sandbox();
        if (sandbox == null) {
            return "";
        }
        return pod().pod().network().ofMachine() ? desired.place().hostIp() : sandbox.address();
    }
}
