package io.shiplog.resources.disruption;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a disruption budget's status says to the eviction of one of its pods, which runs and which nobody deletes yet
 * ({@code EvictionREST.Create} and {@code checkAndDecrement}, v1.34).
 */
public sealed interface EvictionRuling {

    /** The pod may go and takes nothing: it is not healthy, so nothing becomes less healthy without it. */
    record Free() implements EvictionRuling {}

    /** The pod may go and takes one of the disruptions: {@link #charge} the budget in the same proposal. */
    record Charged() implements EvictionRuling {}

    /** Not now. */
    record Exhausted(int desiredHealthy, int currentHealthy) implements EvictionRuling {}

    /** Nobody has counted for what the budget says now. */
    record Uncounted() implements EvictionRuling {}

    /** The status cannot be used. */
    record Unusable(String why) implements EvictionRuling {}

    /** How many pods may stand in {@code disruptedPods} before its controller has to be heard. */
    int MAX_DISRUPTED = 2_000;

    /** @param healthy whether the pod is ready */
    static EvictionRuling of(DisruptionBudget budget, boolean healthy) {
        DisruptionBudget.Status status = budget.status();
        boolean budgetIsHealthy = status.desiredHealthy() > 0 && status.currentHealthy() >= status.desiredHealthy();
        if (!healthy && (budget.unhealthyMayGo() || budgetIsHealthy)) {
            return new Free();
        }
        if (status.observedGeneration() < budget.generation()) {
            return new Uncounted();
        }
        if (status.allowed() < 0) {
            return new Unusable("pdb disruptions allowed is negative");
        }
        if (status.disrupted().size() > MAX_DISRUPTED) {
            return new Unusable("DisruptedPods map too big - too many evictions not confirmed by PDB controller");
        }
        return status.allowed() == 0 ? new Exhausted(status.desiredHealthy(), status.currentHealthy()) : new Charged();
    }

    /** Takes one disruption for {@code pod} from the budget's JSON. */
    static void charge(ObjectNode budget, String pod, Instant now) {
        ObjectNode status = object(budget, "status");
        int left = status.path("disruptionsAllowed").asInt(0) - 1;
        status.put("disruptionsAllowed", left);
        object(status, "disruptedPods")
                .put(pod, now.truncatedTo(ChronoUnit.SECONDS).toString());
        if (left == 0) {
            DisruptionAllowed.say(status, now);
        }
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode known ? known : parent.putObject(name);
    }
}
