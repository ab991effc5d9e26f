package io.shiplog.scheduler.cluster;

import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.NodeTerm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks of its node's labels and name.
 *
 * @param nodeSelector {@code spec.nodeSelector}
 * @param required one of these has to match; null when none is asked for, empty: no node matches
 * @param preferred what makes a node better
 */
public record NodeAffinity(
        LabelSelector nodeSelector, @Nullable List<NodeTerm> required, List<Weighted<NodeTerm>> preferred) {
    public static final NodeAffinity NONE = new NodeAffinity(LabelSelector.EVERYTHING, null, List.of());

    public NodeAffinity {
        required = required == null ? null : List.copyOf(required);
        preferred = List.copyOf(preferred);
    }

    /** Whether the pod may run on {@code node} as far as its selector and required affinity say. */
    public boolean admits(Node node) {
        if (!nodeSelector.matches(node.labels())) {
            return false;
        }
        return required == null || required.stream().anyMatch(term -> term.matches(node.name(), node.labels()));
    }
}
