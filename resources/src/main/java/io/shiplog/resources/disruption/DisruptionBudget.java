package io.shiplog.resources.disruption;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.quantity.IntOrPercent;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.selector.SelectorException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A PodDisruptionBudget (policy/v1, v1.34) without what only people read.
 *
 * @param selector the pods of its namespace that it protects: none when it has no selector, all when that is empty
 * @param wanted how many of them must stay, or may go
 * @param unhealthyMayGo whether pods that are not ready may always go: {@code unhealthyPodEvictionPolicy: AlwaysAllow}
 * @param generation of its spec
 * @param status what its controller counted
 */
public record DisruptionBudget(
        LabelSelector selector, Wanted wanted, boolean unhealthyMayGo, long generation, Status status) {
    private static final Decoder<DisruptionBudget> DECODER =
            new Decoder<>(DisruptionBudget.class, json -> read(Json.parse(json)));

    public static final GroupResource RESOURCE = PolicyKinds.DISRUPTION_BUDGETS.resource();

    /** How many pods must stay: one of the two forms of the spec. */
    public sealed interface Wanted {
        /** {@code minAvailable}. */
        record MinAvailable(IntOrPercent pods) implements Wanted {}

        /** {@code maxUnavailable}. */
        record MaxUnavailable(IntOrPercent pods) implements Wanted {}

        /** Neither: nothing must stay. */
        record Nothing() implements Wanted {}
    }

    /**
     * The counts in the status.
     *
     * @param observedGeneration the generation that they were made out for
     * @param allowed {@code disruptionsAllowed}: how many pods may go now
     * @param currentHealthy how many pods are ready
     * @param desiredHealthy how many must be
     * @param disrupted {@code disruptedPods}: the names of pods that an eviction lets go, and when it did, in RFC 3339
     */
    public record Status(
            long observedGeneration,
            int allowed,
            int currentHealthy,
            int desiredHealthy,
            Map<String, String> disrupted) {
        public Status {
            disrupted = Map.copyOf(disrupted);
        }
    }

    /** The budget as it is stored; read once per version of it. */
    public static DisruptionBudget of(StoredObject stored) {
        return stored.facts(DECODER);
    }

    static DisruptionBudget read(JsonNode budget) {
        JsonNode spec = budget.path("spec");
        return new DisruptionBudget(
                selector(spec),
                wanted(spec),
                spec.path("unhealthyPodEvictionPolicy").asString("").equals("AlwaysAllow"),
                budget.path("metadata").path("generation").asLong(0),
                status(budget.path("status")));
    }

    /** Upstream, too, protects nothing by a selector that validation would refuse. */
    private static LabelSelector selector(JsonNode spec) {
        try {
            return LabelSelectors.of(spec.get("selector"));
        } catch (SelectorException _) {
            return LabelSelector.NOTHING;
        }
    }

    private static Wanted wanted(JsonNode spec) {
        if (spec.hasNonNull("maxUnavailable")) {
            return new Wanted.MaxUnavailable(IntOrPercent.read(spec.path("maxUnavailable")));
        }
        return spec.hasNonNull("minAvailable")
                ? new Wanted.MinAvailable(IntOrPercent.read(spec.path("minAvailable")))
                : new Wanted.Nothing();
    }

    private static Status status(JsonNode status) {
        var disrupted = new LinkedHashMap<String, String>();
        status.path("disruptedPods")
                .properties()
                .forEach(pod -> disrupted.put(pod.getKey(), pod.getValue().asString("")));
        return new Status(
                status.path("observedGeneration").asLong(0),
                status.path("disruptionsAllowed").asInt(0),
                status.path("currentHealthy").asInt(0),
                status.path("desiredHealthy").asInt(0),
                disrupted);
    }
}
