package io.shiplog.reconcilers.nodelifecycle;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import io.shiplog.reconcilers.objects.Times;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a pod has to leave a tainted node (pkg/controller/tainteviction, v1.34). */
final class Eviction {
    private Eviction() {}

    /** The moment from which the pod may no longer be on the node, which may be past; null when it may stay for ever. */
    static @Nullable Instant due(Node node, Pod pod) {
        Instant due = null;
        List<Taint> taints = node.getSpec() == null ? null : node.getSpec().getTaints();
        if (taints != null) {
            for (Taint taint : taints) {
                if (NodeTaints.NO_EXECUTE.equals(taint.getEffect())) {
                    due = Times.earlier(due, dueFor(taint, pod));
                }
            }
        }
        return due;
    }

    private static @Nullable Instant dueFor(Taint taint, Pod pod) {
        Toleration toleration = tolerating(taint, pod.getSpec().getTolerations());
        if (toleration == null) {
            return Instant.EPOCH;
        }
        Instant added = Times.parse(taint.getTimeAdded());
        Long seconds = toleration.getTolerationSeconds();
        if (seconds == null || added == null) {
            // A taint gets its time from the node's own reconcile, whose return asks again.
            return null;
        }
        return added.plusSeconds(Math.max(0, seconds));
    }

    /** The first toleration that fits: later ones, with more or less patience, do not count. */
    private static @Nullable Toleration tolerating(Taint taint, @Nullable List<Toleration> tolerations) {
        if (tolerations != null) {
            for (Toleration toleration : tolerations) {
                if (tolerates(toleration, taint)) {
                    return toleration;
                }
            }
        }
        return null;
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        String effect = toleration.getEffect();
        String key = toleration.getKey();
        boolean effectFits = effect == null || effect.isEmpty() || effect.equals(taint.getEffect());
        boolean keyFits = key == null || key.isEmpty() || key.equals(taint.getKey());
        if (!effectFits || !keyFits) {
            return false;
        }
        if ("Exists".equals(toleration.getOperator())) {
            return true;
        }
        String wanted = toleration.getValue() == null ? "" : toleration.getValue();
        String value = taint.getValue() == null ? "" : taint.getValue();
        return key != null && !key.isEmpty() && wanted.equals(value);
    }
}
