package io.shiplog.agent.container;

import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.resources.pod.ContainerResources;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.pod.QosClass;
import io.shiplog.resources.quantity.Quantity;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A container's requests and limits as weights and bounds of control groups. As the kubelet computes them (v1.34):
 * where a container has no limit, that of the pod as a whole bounds it.
 */
final class ResourceLimits {
    private static final int MIN_SHARES = 2;
    private static final int MIN_QUOTA_MICROS = 1000;
    private static final ContainerResources NONE = new ContainerResources("", true, Map.of(), Map.of());

    private ResourceLimits() {}

    static ContainerSpec.Resources of(PodAssignment assignment, ContainerDefinition container, HostNode host) {
        PodResources pod = assignment.pod().demand().asked();
        ContainerResources own = all(pod).filter(each -> each.name().equals(container.name()))
                .findFirst()
                .orElse(NONE);
        long cpuLimit = limit(pod, own, "cpu").milliValue();
        Quantity cpu = own.requests().get("cpu");
        long cpuRequest = cpu == null ? cpuLimit : cpu.milliValue();
        return new ContainerSpec.Resources(
                Math.max(MIN_SHARES, cpuRequest * 1024 / 1000),
                cpuLimit == 0 ? 0 : Math.max(MIN_QUOTA_MICROS, cpuLimit * 100),
                limit(pod, own, "memory").value(),
                oomScore(pod, own, host));
    }

    private static Quantity limit(PodResources pod, ContainerResources own, String resource) {
        Quantity limit = own.limits().getOrDefault(resource, Quantity.ZERO);
        return limit.isZero() && pod.whole() != null
                ? pod.whole().limits().getOrDefault(resource, Quantity.ZERO)
                : limit;
    }

    private static int oomScore(PodResources pod, ContainerResources own, HostNode host) {
        return switch (QosClass.of(pod)) {
            case GUARANTEED -> -997;
            case BEST_EFFORT -> 1000;
            case BURSTABLE -> {
                long requested = memory(own.requests()) + spare(pod);
                long used = host.memoryBytes() == 0 ? 0 : 1000 * requested / host.memoryBytes();
                yield Math.clamp(1000 - used, 3, 999);
            }
        };
    }

    /** Each container's share of the memory that the pod requests as a whole beyond what its containers request. */
    private static long spare(PodResources pod) {
        long whole = pod.whole() == null ? 0 : memory(pod.whole().requests());
        return whole == 0 ? 0 : (whole - memory(pod.containerRequests())) / all(pod).count();
    }

    private static long memory(Map<String, Quantity> amounts) {
        return amounts.getOrDefault("memory", Quantity.ZERO).value();
    }

    private static Stream<ContainerResources> all(PodResources pod) {
        return Stream.concat(pod.containers().stream(), pod.initContainers().stream());
    }
}
