package io.shiplog.scheduler.framework;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why a pod fits on none of the nodes.
 *
 * @param nodeCount how many nodes there are
 * @param byNode the rejection of each node that was asked
 * @param ofOthers the reason that counts for each node that was not asked
 * @param everywhere why no node had to be asked, null when they were
 */
public record Diagnosis(
        int nodeCount,
        Map<String, Rejection> byNode,
        String ofOthers,
        @Nullable Rejection everywhere) {
    public Diagnosis {
        byNode = Map.copyOf(byNode);
    }

    /** In kube-scheduler's words: {@code 0/3 nodes are available: 1 Insufficient cpu, 2 Too many pods.} */
    public String message() {
        String head = "0/" + nodeCount + " nodes are available:";
        if (everywhere != null) {
            return head + " " + String.join(", ", everywhere.reasons()) + ".";
        }
        var counts = new TreeMap<String, Integer>();
        byNode.values()
                .forEach(rejection -> rejection.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum)));
        if (nodeCount > byNode.size()) {
            counts.merge(ofOthers, nodeCount - byNode.size(), Integer::sum);
        }
        // Sorted as text with its number in front, as upstream does: "10 ..." comes before "2 ...".
        String reasons = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? head : head + " " + reasons + ".";
    }

    /** The kinds of event that could turn one of the rejections round. */
    public Set<EventKind> wokenBy() {
        var kinds = EnumSet.of(EventKind.NODE_ADDED);
        byNode.values().forEach(rejection -> kinds.addAll(rejection.wokenBy()));
        if (everywhere != null) {
            kinds.addAll(everywhere.wokenBy());
        }
        return kinds;
    }
}
