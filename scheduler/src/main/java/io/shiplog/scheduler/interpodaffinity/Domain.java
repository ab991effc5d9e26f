package io.shiplog.scheduler.interpodaffinity;

import io.shiplog.scheduler.cluster.Node;
import org.jspecify.annotations.Nullable;

/** All nodes that have one value of a label. */
record Domain(String key, String value) {

    /** The domain of {@code node} for a label, null when it lacks the label. */
    static @Nullable Domain of(Node node, String key) {
        String value = node.labels().get(key);
        return value == null ? null : new Domain(key, value);
    }
}
