package io.shiplog.reconcilers.deployment;

import io.shiplog.resources.quantity.IntOrPercent;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a Deployment asks for, with its bounds resolved to pods.
 *
 * @param replicas how many pods
 * @param rolling RollingUpdate, otherwise Recreate
 * @param maxSurge pods above {@code replicas} that a rolling update may have, percentages rounded up
 * @param maxUnavailable pods below {@code replicas} that may be unavailable, percentages rounded down
 * @param historyLimit old ReplicaSets to keep; null for all
 * @param deadlineSeconds how long a rollout may go on without progress; null for ever
 */
record DeploymentSpec(
        int replicas,
        boolean rolling,
        int maxSurge,
        int maxUnavailable,
        boolean paused,
        int minReadySeconds,
        @Nullable Integer historyLimit,
        @Nullable Integer deadlineSeconds,
        JsonNode template,
        JsonNode selectorJson,
        LabelSelector selector) {

    static DeploymentSpec read(JsonNode spec) {
        int replicas = spec.path("replicas").asInt(1);
        boolean rolling =
                !spec.path("strategy").path("type").asString("RollingUpdate").equals("Recreate");
        JsonNode bounds = spec.path("strategy").path("rollingUpdate");
        int surge = rolling ? bound(bounds.path("maxSurge")).roundedUp(replicas) : 0;
        int unavailable = rolling ? bound(bounds.path("maxUnavailable")).roundedDown(replicas) : 0;
        if (rolling && surge == 0 && unavailable == 0) {
            // Both may round to nothing; then the update could never move (ResolveFenceposts).
            unavailable = 1;
        }
        // What is more than there can be pods is as good as no bound.
        surge = Math.min(surge, Integer.MAX_VALUE - replicas);
        LabelSelector selector = LabelSelectors.of(spec.get("selector"));
        return new DeploymentSpec(
                replicas,
                rolling,
                surge,
                Math.min(unavailable, replicas),
                spec.path("paused").asBoolean(false),
                spec.path("minReadySeconds").asInt(0),
                limit(spec.path("revisionHistoryLimit")),
                limit(spec.path("progressDeadlineSeconds")),
                spec.path("template"),
                spec.path("selector"),
                selector.isEverything() ? LabelSelector.NOTHING : selector);
    }

    /** A limit; none, or the greatest int, means that there is no limit. */
    private static @Nullable Integer limit(JsonNode value) {
        return !value.isNumber() || value.asInt() == Integer.MAX_VALUE ? null : (Integer) value.asInt();
    }

    private static IntOrPercent bound(JsonNode said) {
        // Validation refuses what is neither; one that slipped in allows nothing, and the fencepost rule moves on.
        return said.isMissingNode() || said.isNull() ? new IntOrPercent.Percent(25) : IntOrPercent.read(said);
    }

    int minAvailable() {
        return replicas - maxUnavailable;
    }

    int maxPods() {
        return replicas + maxSurge;
    }
}
