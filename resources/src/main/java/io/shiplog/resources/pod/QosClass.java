package io.shiplog.resources.pod;

import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The quality of service that a pod's requests and limits of CPU and memory earn it ({@code ComputePodQOS}, v1.34):
 * those of the pod as a whole if it has any, those of its containers and init containers otherwise. An amount of zero
 * counts as none.
 */
public enum QosClass {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final String text;

    QosClass(String text) {
        this.text = text;
    }

    /** As {@code status.qosClass} has it. */
    public String text() {
        return text;
    }

    public static QosClass of(PodResources pod) {
        TreeMap<String, Quantity> requests = new TreeMap<>();
        TreeMap<String, Quantity> limits = new TreeMap<>();
        boolean limited = true;
        PodResources.Whole whole = pod.whole();
        if (whole != null) {
            Amounts.add(requests, counted(whole.requests()));
            Amounts.add(limits, counted(whole.limits()));
            limited = whole.limits().isEmpty() || limits.keySet().containsAll(COUNTED);
        } else {
            for (ContainerResources container : Stream.concat(pod.containers().stream(), pod.initContainers().stream())
                    .toList()) {
                Map<String, Quantity> own = counted(container.limits());
                limited &= own.keySet().containsAll(COUNTED);
                Amounts.add(requests, counted(container.requests()));
                Amounts.add(limits, own);
            }
        }
        if (requests.isEmpty() && limits.isEmpty()) {
            return BEST_EFFORT;
        }
        return limited && requests.equals(limits) ? GUARANTEED : BURSTABLE;
    }

    private static Map<String, Quantity> counted(Map<String, Quantity> amounts) {
        Map<String, Quantity> counted = new TreeMap<>();
        for (String name : COUNTED) {
            Quantity amount = amounts.get(name);
            if (amount != null && amount.signum() > 0) {
                counted.put(name, amount);
            }
        }
        return counted;
    }
}
