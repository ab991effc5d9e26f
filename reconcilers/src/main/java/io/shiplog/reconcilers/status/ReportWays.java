package io.shiplog.reconcilers.status;

import io.shiplog.journal.streams.NodePartition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * By which of two ways a node's reports count. A node that joined has a topic of its own, from which only what it may
 * say is relayed; all others share one, and whoever writes to that might speak for any of them. So as soon as a
 * heartbeat of a node was relayed, what the shared topic has of it says nothing. Pure: a look at what the topics hold.
 *
 * @param shared the latest reports of the shared topic, by key
 * @param relayed the latest reports that were relayed, by key
 */
record ReportWays(Map<String, byte[]> shared, Map<String, byte[]> relayed) {

    /** Whether a report counts. */
    boolean counts(String key, boolean wasRelayed) {
        return wasRelayed || !relayed.containsKey(NodePartition.node(key));
    }

    /**
     * The keys of shared reports that do not count any more when {@code key} is relayed: those of a node whose first
     * heartbeat it is.
     */
    List<String> overtakenBy(String key) {
        boolean first = NodePartition.node(key).equals(key) && !relayed.containsKey(key);
        return first
                ? shared.keySet().stream()
                        .filter(other -> NodePartition.node(other).equals(key))
                        .toList()
                : List.of();
    }

    /** All reports that count. */
    Map<String, byte[]> counting() {
        var counting = new HashMap<String, byte[]>();
        shared.forEach((key, value) -> {
            if (counts(key, false)) {
                counting.put(key, value);
            }
        });
        counting.putAll(relayed);
        return counting;
    }
}
