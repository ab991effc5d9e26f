package io.shiplog.scheduler.cluster;

import io.shiplog.scheduler.labels.Selector;
import java.util.Map;
import java.util.Set;

/**
 * Pods that another pod wants to be near to, or away from.
 *
 * @param selector the labels of those pods
 * @param namespaces where they are, beside the namespaces that {@code namespaceSelector} matches
 * @param namespaceSelector {@link Selector#NOTHING} when unset
 * @param topologyKey the node label whose equal values mean "near"
 */
public record AffinityTerm(Selector selector, Set<String> namespaces, Selector namespaceSelector, String topologyKey) {
    public AffinityTerm {
        namespaces = Set.copyOf(namespaces);
    }

    /** Whether the term speaks of {@code pod}, whose namespace has {@code namespaceLabels}. */
    public boolean matches(PodInfo pod, Map<String, String> namespaceLabels) {
        boolean here = namespaces.contains(pod.key().namespace()) || namespaceSelector.matches(namespaceLabels);
        return here && selector.matches(pod.labels());
    }
}
