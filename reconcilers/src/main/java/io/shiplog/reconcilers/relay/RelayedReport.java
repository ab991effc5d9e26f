package io.shiplog.reconcilers.relay;

import io.shiplog.journal.streams.NodePartition;
import org.jspecify.annotations.Nullable;

/** Which records of a node's own topic of reports are that node's to write. Pure. */
final class RelayedReport {
    private RelayedReport() {}

    /**
     * Whether a record's key is the node itself or one of its pods; what the value says of itself is looked at by the
     * fold.
     */
    static boolean isOf(String node, @Nullable String key) {
        return key != null && NodePartition.node(key).equals(node);
    }
}
