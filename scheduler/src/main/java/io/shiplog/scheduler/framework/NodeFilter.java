package io.shiplog.scheduler.framework;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one plugin says of one node, for one pod and snapshot. */
@FunctionalInterface
public interface NodeFilter {
    /** Why the pod does not fit on {@code node}, null when it does. */
    @Nullable
    Rejection reject(NodeInfo node);

    /**
     * What the plugin says when some pods of a node are missing and all else is as it was when this filter was
     * prepared: a preemption's dry run asks that many times. This one itself, unless it looks at more than the node
     * that it is asked about.
     *
     * @param node the node without those pods
     * @param rest the snapshot without them, made when it is asked for
     */
    default NodeFilter without(NodeInfo node, Supplier<Snapshot> rest) {
        return this;
    }
}
