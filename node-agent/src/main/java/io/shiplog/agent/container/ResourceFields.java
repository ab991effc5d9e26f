package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.resources.pod.PodResources;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The downward API's resources of a container, in whole units of the divisor, rounded up. */
public final class ResourceFields {
    private static final BigDecimal MILLI = new BigDecimal("0.001");

    private ResourceFields() {}

    /**
     * A resource's value; a limit that is not set is that of the pod as a whole, or what the node can give.
     *
     * @param own whose resource is meant when the selector names no container; null for none
     * @throws ContainerConfigException when the pod has no such container, or containers no such resource
     */
    public static String value(ResourceFieldSelector selector, PodAssignment pod, @Nullable Container own, Site site) {
        String name = selector.getContainerName();
        boolean named = name != null && !name.isEmpty();
        Container container = !named && own != null
                ? own
                : Stream.concat(pod.initContainers().stream(), pod.containers().stream())
                        .filter(one -> one.getName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new ContainerConfigException("container " + name + " not found"));
        String field = selector.getResource();
        BigDecimal divisor =
                selector.getDivisor() == null ? BigDecimal.ONE : Quantity.getAmountInBytes(selector.getDivisor());
        if (divisor.signum() == 0) {
            divisor = BigDecimal.ONE;
        }
        BigDecimal amount = amount(field, container);
        if (amount == null && field.startsWith("limits.")) {
            amount = ofWhole(field.substring("limits.".length()), pod);
        }
        if (amount == null) {
            amount = switch (field) {
                case "limits.cpu" -> MILLI.multiply(BigDecimal.valueOf(site.cpuMillis()));
                case "limits.memory" -> BigDecimal.valueOf(site.memoryBytes());
                case "requests.cpu", "requests.memory", "limits.ephemeral-storage", "requests.ephemeral-storage" ->
                    BigDecimal.ZERO;
                default -> throw new ContainerConfigException("unsupported container resource: " + field);
            };
        }
        return amount.divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }

    /** What the pod as a whole is limited to; null when it is not. */
    private static @Nullable BigDecimal ofWhole(String resource, PodAssignment pod) {
        PodResources.Whole whole = PodResources.asked(pod.json()).whole();
        io.shiplog.resources.quantity.Quantity limit = whole == null || !PodResources.isOfWholes(resource)
                ? null
                : whole.limits().get(resource);
        return limit == null || limit.isZero() ? null : limit.amount();
    }

    private static @Nullable BigDecimal amount(String field, Container container) {
        ResourceRequirements resources = container.getResources();
        if (resources == null) {
            return null;
        }
        @Nullable
        Map<String, Quantity> amounts = field.startsWith("limits.") ? resources.getLimits() : resources.getRequests();
        String name = field.substring(field.indexOf('.') + 1);
        Quantity amount = amounts == null ? null : amounts.get(name);
        return amount == null ? null : Quantity.getAmountInBytes(amount);
    }
}
