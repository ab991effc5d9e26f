package io.shiplog.reconcilers.assignments;

import org.jspecify.annotations.Nullable;

/**
 * One record of the {@code assignments} topic.
 *
 * @param node the node that must run the pod
 * @param podUid the pod's uid
 * @param value the assignment as UTF-8 JSON, null when the pod has left the node
 */
@SuppressWarnings("ArrayRecordComponent")
public record Assignment(String node, String podUid, byte @Nullable [] value) {
    /** The record's key: {@code node/pod-uid}. */
    public String key() {
        return node + "/" + podUid;
    }
}
