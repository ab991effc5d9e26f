package io.shiplog.reconcilers.disruption;

import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.disruption.DisruptionBudget.Wanted;
import io.shiplog.resources.quantity.IntOrPercent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many pods a budget can expect, and how many of them must be healthy ({@code getExpectedPodCount}, v1.34). */
sealed interface Expectation {

    /**
     * @param pods how many pods there should be
     * @param desiredHealthy how many of them must be healthy
     * @param hasUnmanaged whether pods without a controller are left out of the count
     */
    record Counted(int pods, int desiredHealthy, boolean hasUnmanaged) implements Expectation {
        Counted needing(int healthy) {
            return new Counted(pods, healthy, hasUnmanaged);
        }
    }

    /** @param why it cannot be counted */
    record Unknown(String why) implements Expectation {}

    /** @param pods those that the budget selects */
    static Expectation of(DisruptionBudget budget, List<StoredObject> pods, OwnerScales scales) {
        return switch (budget.wanted()) {
            case Wanted.Nothing _ -> new Counted(0, 0, false);
            case Wanted.MinAvailable(IntOrPercent.Count least) -> new Counted(pods.size(), least.value(), false);
            case Wanted.MinAvailable(IntOrPercent.Percent least) ->
                switch (owned(pods, scales)) {
                    case Unknown unknown -> unknown;
                    case Counted owned -> owned.needing(least.roundedUp(owned.pods()));
                };
            case Wanted.MaxUnavailable(IntOrPercent most) ->
                switch (owned(pods, scales)) {
                    case Unknown unknown -> unknown;
                    case Counted owned -> owned.needing(Math.max(0, owned.pods() - most.roundedUp(owned.pods())));
                };
        };
    }

    /** The pods that all controllers of {@code pods} together ask for, each once. */
    private static Expectation owned(List<StoredObject> pods, OwnerScales scales) {
        Map<String, Integer> byOwner = new HashMap<>();
        boolean unmanaged = false;
        for (StoredObject pod : pods) {
            Owner controller = pod.facts().controller();
            if (controller == null) {
                unmanaged = true;
                continue;
            }
            if (byOwner.containsKey(controller.uid())) {
                continue;
            }
            switch (scales.of(controller, pod.key().namespace())) {
                case OwnerScales.Found found -> byOwner.put(found.uid(), found.replicas());
                case OwnerScales.Missing _ -> {
                    return new Unknown(
                            "found no controllers for pod \"" + pod.key().name() + "\"");
                }
                case OwnerScales.Impossible impossible -> {
                    return new Unknown(impossible.why());
                }
            }
        }
        int expected = byOwner.values().stream().mapToInt(Integer::intValue).sum();
        return new Counted(expected, 0, unmanaged);
    }
}
