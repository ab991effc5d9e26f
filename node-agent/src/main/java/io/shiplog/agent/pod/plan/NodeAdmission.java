package io.shiplog.agent.pod.plan;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a node takes a pod that was bound to it. Two schedulers that are active for a moment, or a user who names the
 * node, may bind more than fits: then the last to come is rejected and fails, and its owner makes another. In the words
 * of the kubelet's admission (pkg/kubelet/lifecycle/predicate.go, v1.34). Pure.
 */
public final class NodeAdmission {
    private NodeAdmission() {}

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
        Map<String, Quantity> requested = requests(pod);
        if (amount(requested, "cpu") == 0 && amount(requested, "memory") == 0) {
            return Optional.empty();
        }
        Map<String, Quantity> used = new HashMap<>();
        others.forEach(other -> Amounts.add(used, requests(other)));
        Optional<Rejection> cpu = check("cpu", requested, used, room.cpuMillis());
        return cpu.isPresent() ? cpu : check("memory", requested, used, room.memoryBytes());
    }

    private static Optional<Rejection> check(
            String resource, Map<String, Quantity> requested, Map<String, Quantity> used, long capacity) {
        long more = amount(requested, resource);
        long taken = amount(used, resource);
        return more > 0 && more > capacity - taken ? lacking(resource, more, taken, capacity) : Optional.empty();
    }

    private static Optional<Rejection> lacking(String resource, long requested, long used, long capacity) {
        return Optional.of(new Rejection(
                "OutOf" + resource,
                "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                        .formatted(resource, requested, used, capacity)));
    }

    private static Map<String, Quantity> requests(PodAssignment pod) {
        return pod.pod().demand().counted();
    }

    /** Thousandths of a core, or bytes. */
    private static long amount(Map<String, Quantity> amounts, String resource) {
        Quantity amount = amounts.getOrDefault(resource, Quantity.ZERO);
        return resource.equals("cpu") ? amount.milliValue() : amount.value();
    }
}
