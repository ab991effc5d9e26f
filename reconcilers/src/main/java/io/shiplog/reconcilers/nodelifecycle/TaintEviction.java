package io.shiplog.reconcilers.nodelifecycle;

import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Taint;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.facts.Toleration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a pod has to leave a tainted node (pkg/controller/tainteviction, v1.34). */
final class TaintEviction {
    private TaintEviction() {}

    /**
     * The moment from which the pod may no longer be on the node, which may be past; null when it may stay for ever.
     */
    static @Nullable Instant due(NodeFacts node, PodFacts pod) {
        Instant due = null;
        for (Taint taint : node.taints()) {
            if (NodeTaints.NO_EXECUTE.equals(taint.effect())) {
                due = Times.earlier(due, dueFor(taint, pod));
            }
        }
        return due;
    }

    private static @Nullable Instant dueFor(Taint taint, PodFacts pod) {
        Toleration toleration = tolerating(taint, pod.wishes().tolerations());
        if (toleration == null) {
            return Instant.EPOCH;
        }
        if (toleration.seconds() == null || taint.added() == null) {
            // A taint gets its time from the node's own reconcile, whose return asks again.
            return null;
        }
        return taint.added().plusSeconds(Math.clamp(toleration.seconds(), 0L, Integer.MAX_VALUE));
    }

    /** The first toleration that fits: later ones, with more or less patience, do not count. */
    private static @Nullable Toleration tolerating(Taint taint, List<Toleration> tolerations) {
        for (Toleration toleration : tolerations) {
            if (toleration.tolerates(taint)) {
                return toleration;
            }
        }
        return null;
    }
}
