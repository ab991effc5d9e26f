package io.shiplog.reconcilers.objects;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.model.Models;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What controllers ask of a pod (k8s.io/kubernetes/pkg/api/v1/pod and pkg/controller, v1.34). */
public final class Pods {
    private Pods() {}

    /** The typed form of a stored pod: shared, never changed. */
    public static Pod of(StoredObject stored) {
        return stored.as(Pod.class, Models::decode);
    }

    /** The node that the pod is bound to, or null. */
    public static @Nullable String nodeName(Pod pod) {
        String name = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
        return name == null || name.isEmpty() ? null : name;
    }

    /** The pod's phase; a pod without one has just been made. */
    public static String phase(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return phase == null || phase.isEmpty() ? "Pending" : phase;
    }

    /** Succeeded or Failed: none of its containers will ever run again. */
    public static boolean hasEnded(Pod pod) {
        String phase = phase(pod);
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    public static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    /** Counts as a replica: neither ended nor being deleted. */
    public static boolean isActive(Pod pod) {
        return !hasEnded(pod) && !isTerminating(pod);
    }

    public static @Nullable PodCondition condition(Pod pod, String type) {
        if (pod.getStatus() == null || pod.getStatus().getConditions() == null) {
            return null;
        }
        for (PodCondition condition : pod.getStatus().getConditions()) {
            if (type.equals(condition.getType())) {
                return condition;
            }
        }
        return null;
    }

    public static boolean isReady(Pod pod) {
        PodCondition ready = condition(pod, "Ready");
        return ready != null && "True".equals(ready.getStatus());
    }

    /** Since when the pod is ready; null when it is not, or nobody knows. */
    public static @Nullable Instant readySince(Pod pod) {
        PodCondition ready = condition(pod, "Ready");
        return ready != null && "True".equals(ready.getStatus()) ? Times.parse(ready.getLastTransitionTime()) : null;
    }

    /** From when on the pod counts as available if it stays ready; null when it is not ready, or nobody knows since when. */
    public static @Nullable Instant availableFrom(Pod pod, int minReadySeconds) {
        if (minReadySeconds == 0 && isReady(pod)) {
            return Instant.EPOCH;
        }
        Instant since = readySince(pod);
        return since == null ? null : since.plusSeconds(minReadySeconds);
    }

    public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        Instant from = availableFrom(pod, minReadySeconds);
        return from != null && !from.isAfter(now);
    }
}
