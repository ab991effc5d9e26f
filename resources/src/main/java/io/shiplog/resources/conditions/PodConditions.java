package io.shiplog.resources.conditions;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** The conditions of a pod, whose entries have a time of their last probe and no empty reasons. */
public final class PodConditions {
    /** Somebody is about to end the pod, and says who and why. */
    public static final String DISRUPTION_TARGET = "DisruptionTarget";

    private PodConditions() {}

    /**
     * Says {@code wanted} in a pod's status. The time changes only with the condition's status
     * ({@code podutil.UpdatePodCondition}, v1.34).
     *
     * @param observedGeneration the pod's generation that it was made out for; 0 for none, as the API server's own have
     *     it
     * @return whether it was not said like that already
     */
    public static boolean set(ObjectNode status, Condition wanted, long observedGeneration, Instant now) {
        ObjectNode condition = StatusConditions.find(status, wanted.type());
        if (condition != null && says(condition, wanted)) {
            return false;
        }
        String since = StatusConditions.since(condition, wanted, now);
        if (condition == null) {
            condition = StatusConditions.list(status).addObject();
        }
        condition.removeAll();
        condition.put("type", wanted.type());
        if (observedGeneration > 0) {
            condition.put("observedGeneration", observedGeneration);
        }
        condition.put("status", wanted.status()).putNull("lastProbeTime").put("lastTransitionTime", since);
        if (!wanted.reason().isEmpty()) {
            condition.put("reason", wanted.reason());
        }
        if (!wanted.message().isEmpty()) {
            condition.put("message", wanted.message());
        }
        return true;
    }

    /** Whether a pod's status says that {@code type} holds. */
    public static boolean holds(ObjectNode status, String type) {
        ObjectNode condition = StatusConditions.find(status, type);
        return condition != null && condition.path("status").asString("").equals("True");
    }

    private static boolean says(ObjectNode condition, Condition wanted) {
        return condition.path("status").asString("").equals(wanted.status())
                && condition.path("reason").asString("").equals(wanted.reason())
                && condition.path("message").asString("").equals(wanted.message());
    }
}
