package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.pod.PodAssignment;
import io.shiplog.agent.pod.QualityOfService;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container's requests and limits as weights and bounds of control groups. As the kubelet computes them. */
final class ResourceLimits {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final int MIN_SHARES = 2;
    private static final int MIN_QUOTA_MICROS = 1000;

    private ResourceLimits() {}

    static ContainerSpec.Resources of(PodAssignment pod, Container container, Site site) {
        long cpuLimit = millis(amount(container, true, "cpu"));
        long cpuRequest = millis(amount(container, false, "cpu"));
        if (cpuRequest == 0) {
            cpuRequest = cpuLimit;
        }
        BigDecimal memoryLimit = amount(container, true, "memory");
        BigDecimal memoryRequest = amount(container, false, "memory");
        return new ContainerSpec.Resources(
                Math.max(MIN_SHARES, cpuRequest * 1024 / 1000),
                cpuLimit == 0 ? 0 : Math.max(MIN_QUOTA_MICROS, cpuLimit * 100),
                memoryLimit == null ? 0 : memoryLimit.longValue(),
                oomScore(pod, memoryRequest == null ? 0 : memoryRequest.longValue(), site));
    }

    private static int oomScore(PodAssignment pod, long memoryRequest, Site site) {
        return switch (QualityOfService.of(pod.pod().getSpec())) {
            case GUARANTEED -> -997;
            case BEST_EFFORT -> 1000;
            case BURSTABLE -> {
                long used = site.memoryBytes() == 0 ? 0 : 1000 * memoryRequest / site.memoryBytes();
                yield Math.clamp(1000 - used, 3, 999);
            }
        };
    }

    private static long millis(@Nullable BigDecimal amount) {
        return amount == null ? 0 : amount.multiply(THOUSAND).longValue();
    }

    private static @Nullable BigDecimal amount(Container container, boolean limit, String name) {
        ResourceRequirements resources = container.getResources();
        if (resources == null) {
            return null;
        }
        @Nullable Map<String, Quantity> amounts = limit ? resources.getLimits() : resources.getRequests();
        Quantity amount = amounts == null ? null : amounts.get(name);
        return amount == null ? null : Quantity.getAmountInBytes(amount);
    }
}
