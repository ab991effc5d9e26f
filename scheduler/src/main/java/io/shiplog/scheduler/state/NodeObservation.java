package io.shiplog.scheduler.state;

import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.framework.EventKind;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** A node as it is now, against what was known of it: wakes only those pods that the difference can help. */
record NodeObservation(SchedulerState state, Node node, Instant now) {

    SchedulerState result() {
        NodeInfo before = state.snapshot().node(node.name());
        if (before != null && before.node().equals(node)) {
            return state;
        }
        SchedulerState next = state.with(state.snapshot().with(node));
        for (EventKind kind : before == null ? Set.of(EventKind.NODE_ADDED) : differences(before.node())) {
            next = next.woken(kind, now);
        }
        return next;
    }

    private Set<EventKind> differences(Node before) {
        var kinds = EnumSet.noneOf(EventKind.class);
        if (!before.labels().equals(node.labels())) {
            kinds.add(EventKind.NODE_LABELS_CHANGED);
        }
        if (!before.taints().equals(node.taints()) || before.unschedulable() != node.unschedulable()) {
            kinds.add(EventKind.NODE_TAINTS_CHANGED);
        }
        if (!before.allocatable().equals(node.allocatable()) || before.allowedPods() != node.allowedPods()) {
            kinds.add(EventKind.NODE_ALLOCATABLE_CHANGED);
        }
        return kinds;
    }
}
