package io.shiplog.scheduler.cluster;

import io.shiplog.objects.ObjectKey;
import io.shiplog.scheduler.labels.Selector;
import java.util.Set;

/**
 * A PodDisruptionBudget.
 *
 * @param selector the pods of the same namespace that it protects; {@link Selector#NOTHING} when it has none
 * @param disruptionsAllowed how many of them may go now
 * @param disrupted names of pods whose going is counted already
 */
public record Budget(ObjectKey key, Selector selector, int disruptionsAllowed, Set<String> disrupted) {
    public Budget {
        disrupted = Set.copyOf(disrupted);
    }

    public boolean protects(PodInfo pod) {
        return key.namespace().equals(pod.key().namespace())
                && !pod.labels().isEmpty()
                && !selector.requirements().isEmpty()
                && selector.matches(pod.labels())
                && !disrupted.contains(pod.key().name());
    }
}
