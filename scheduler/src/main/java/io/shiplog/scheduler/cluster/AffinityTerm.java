package io.shiplog.scheduler.cluster;

import io.shiplog.resources.selector.LabelSelector;
import java.util.Map;
import java.util.Set;

/**
 * Pods that another pod wants to be near to, or away from.
 *
 * @param selector the labels of those pods
 * @param namespaces where they are, beside the namespaces that {@code namespaceSelector} matches
 * @param namespaceSelector {@link LabelSelector#NOTHING} when unset
 * @param topologyKey the node label whose equal values mean "near"
 */
public record AffinityTerm(
        LabelSelector selector, Set<String> namespaces, LabelSelector namespaceSelector, String topologyKey) {
    public AffinityTerm {
        namespaces = Set.copyOf(namespaces);
    }

    /** Whether the term speaks of the pods of {@code group}, whose namespace has {@code namespaceLabels}. */
    public boolean matches(PodGroup group, Map<String, String> namespaceLabels) {
        return isAbout(group.namespace(), namespaceLabels) && selector.matches(group.labels());
    }

    /** Whether the term speaks of pods of {@code namespace}, which has {@code namespaceLabels}. */
    public boolean isAbout(String namespace, Map<String, String> namespaceLabels) {
        return namespaces.contains(namespace) || namespaceSelector.matches(namespaceLabels);
    }
}
