package io.shiplog.reconcilers.disruption;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.facts.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pods that evictions let go and whose deletion is not seen yet ({@code buildDisruptedPodMap}, v1.34).
 *
 * @param expected those whose deletion can still come, by name, with the time of the eviction
 * @param overdue those whose deletion should have come long ago: they count as staying again
 * @param nextOverdue when the first expected one becomes overdue, null when none is expected
 */
record DisruptedPods(
        Map<String, Instant> expected,
        List<StoredObject> overdue,
        @Nullable Instant nextOverdue) {
    /** How long a deletion may take to follow its eviction. */
    static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** @param pods those that the budget selects */
    static DisruptedPods of(DisruptionBudget budget, List<StoredObject> pods, Instant now) {
        Map<String, Instant> expected = new TreeMap<>();
        var overdue = new ArrayList<StoredObject>();
        Instant next = null;
        for (StoredObject pod : pods) {
            String text = budget.status().disrupted().get(pod.key().name());
            if (text == null || pod.facts().deleting()) {
                continue;
            }
            Instant since = Times.parse(text);
            if (since == null || !since.plus(TIMEOUT).isAfter(now)) {
                overdue.add(pod);
            } else {
                expected.put(pod.key().name(), since);
                next = Times.earlier(next, since.plus(TIMEOUT));
            }
        }
        return new DisruptedPods(expected, overdue, next);
    }
}
