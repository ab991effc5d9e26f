package io.shiplog.agent.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a node takes a pod that was bound to it. Two schedulers that are active for a moment, or a user who names the node, may
 * bind more than fits: then the last to come is rejected and fails, and its owner makes another. In the words of the kubelet's
 * admission (pkg/kubelet/lifecycle/predicate.go, v1.34). Pure.
 */
public final class Admission {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    private Admission() {}

    /** What a node can give to pods. */
    public record Room(long cpuMillis, long memoryBytes, int pods) {}

    /** Why a pod is not taken. */
    public record Rejection(String reason, String message) {}

    /**
     * The rejection of {@code pod}, or empty when it fits beside {@code others}.
     *
     * @param others the pods that have been taken and have not ended
     */
    public static Optional<Rejection> rejection(PodAssignment pod, Collection<PodAssignment> others, Room room) {
        if (others.size() + 1 > room.pods()) {
            return lacking("pods", 1, others.size(), room.pods());
        }
        Optional<Rejection> cpu = check("cpu", pod, others, room.cpuMillis());
        return cpu.isPresent() ? cpu : check("memory", pod, others, room.memoryBytes());
    }

    private static Optional<Rejection> check(
            String resource, PodAssignment pod, Collection<PodAssignment> others, long capacity) {
        long requested = requested(resource, pod);
        long used = 0;
        for (PodAssignment other : others) {
            used += requested(resource, other);
        }
        return requested > 0 && requested > capacity - used
                ? lacking(resource, requested, used, capacity)
                : Optional.empty();
    }

    private static Optional<Rejection> lacking(String resource, long requested, long used, long capacity) {
        return Optional.of(new Rejection(
                "OutOf" + resource,
                "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                        .formatted(resource, requested, used, capacity)));
    }

    /** All containers at once, or the neediest init container with the sidecars before it, whichever is more; plus overhead. */
    private static long requested(String resource, PodAssignment pod) {
        PodSpec spec = pod.pod().getSpec();
        long containers = sum(resource, pod.containers());
        long sidecars = 0;
        long peak = 0;
        for (Container init : pod.initContainers()) {
            long own = requested(resource, init);
            if ("Always".equals(init.getRestartPolicy())) {
                sidecars += own;
                peak = Math.max(peak, sidecars);
            } else {
                peak = Math.max(peak, sidecars + own);
            }
        }
        return Math.max(containers + sidecars, peak) + amount(resource, spec.getOverhead());
    }

    private static long sum(String resource, List<Container> containers) {
        long sum = 0;
        for (Container container : containers) {
            sum += requested(resource, container);
        }
        return sum;
    }

    private static long requested(String resource, Container container) {
        return container.getResources() == null
                ? 0
                : amount(resource, container.getResources().getRequests());
    }

    private static long amount(String resource, @Nullable Map<String, Quantity> amounts) {
        Quantity quantity = amounts == null ? null : amounts.get(resource);
        if (quantity == null) {
            return 0;
        }
        BigDecimal amount = Quantity.getAmountInBytes(quantity);
        return (resource.equals("cpu") ? amount.multiply(THOUSAND) : amount).longValue();
    }
}
