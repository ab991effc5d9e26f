package io.shiplog.scheduler.podtopologyspread;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.labels.Selector;

/** Counts the pods that a constraint speaks of. */
final class MatchingPods {
    private MatchingPods() {}

    /** How many pods of {@code namespace} on {@code node} match; pods that are being deleted do not count. */
    static long on(NodeInfo node, Selector selector, String namespace) {
        if (selector.nothing()) {
            return 0;
        }
        long count = 0;
        for (PodInfo pod : node.pods().all()) {
            if (!pod.life().terminating()
                    && pod.key().namespace().equals(namespace)
                    && selector.matches(pod.labels())) {
                count++;
            }
        }
        return count;
    }
}
