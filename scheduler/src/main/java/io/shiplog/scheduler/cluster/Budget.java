package io.shiplog.scheduler.cluster;

import io.shiplog.objects.ObjectKey;
import io.shiplog.resources.selector.LabelSelector;
import java.util.Set;

/**
 * A PodDisruptionBudget.
 *
 * @param selector the pods of the same namespace that it protects; {@link LabelSelector#NOTHING} when it has none
 * @param disruptionsAllowed how many of them may go now
 * @param disrupted names of pods whose going is counted already
 */
public record Budget(ObjectKey key, LabelSelector selector, int disruptionsAllowed, Set<String> disrupted) {
    public Budget {
        disrupted = Set.copyOf(disrupted);
    }

    public boolean protects(PodInfo pod) {
        return key.namespace().equals(pod.key().namespace())
                && !pod.labels().isEmpty()
                && !selector.isEverything()
                && selector.matches(pod.labels())
                && !disrupted.contains(pod.key().name());
    }
}
