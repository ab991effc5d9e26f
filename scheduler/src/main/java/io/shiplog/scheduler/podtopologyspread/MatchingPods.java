package io.shiplog.scheduler.podtopologyspread;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodGroup;
import io.shiplog.scheduler.labels.Selector;
import java.util.Map;

/** Counts the pods that a constraint speaks of. */
final class MatchingPods {
    private MatchingPods() {}

    /** How many pods of {@code namespace} on {@code node} match; pods that are being deleted do not count. */
    static long on(NodeInfo node, Selector selector, String namespace) {
        if (selector.nothing()) {
            return 0;
        }
        long count = 0;
        for (Map.Entry<PodGroup, Integer> entry : node.pods().staying().entrySet()) {
            PodGroup group = entry.getKey();
            if (group.namespace().equals(namespace) && selector.matches(group.labels())) {
                count += entry.getValue();
            }
        }
        return count;
    }
}
