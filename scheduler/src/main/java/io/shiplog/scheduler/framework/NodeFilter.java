package io.shiplog.scheduler.framework;

import io.shiplog.scheduler.cluster.NodeInfo;
import org.jspecify.annotations.Nullable;

/** What one plugin says of one node, for one pod and snapshot. */
@FunctionalInterface
public interface NodeFilter {
    /** Why the pod does not fit on {@code node}, null when it does. */
    @Nullable
    Rejection reject(NodeInfo node);
}
