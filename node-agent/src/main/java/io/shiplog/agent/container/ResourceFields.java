package io.shiplog.agent.container;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.ValueSource;
import io.shiplog.resources.pod.ContainerResources;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.quantity.Quantity;
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
    public static String value(
            ValueSource.ContainerAmount asked, PodAssignment pod, @Nullable ContainerDefinition own, HostNode host) {
        PodResources resources = pod.pod().demand().asked();
        String name = asked.container().isEmpty() && own != null ? own.name() : asked.container();
        ContainerResources container = Stream.concat(
                        resources.initContainers().stream(), resources.containers().stream())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ContainerConfigException("container " + name + " not found"));
        String field = asked.resource();
        BigDecimal divisor = asked.divisor().isEmpty()
                ? BigDecimal.ONE
                : Quantity.parse(asked.divisor()).amount();
        if (divisor.signum() == 0) {
            divisor = BigDecimal.ONE;
        }
        BigDecimal amount = amount(field, container);
        if (amount == null && field.startsWith("limits.")) {
            amount = ofWhole(field.substring("limits.".length()), resources);
        }
        if (amount == null) {
            amount = switch (field) {
                case "limits.cpu" -> MILLI.multiply(BigDecimal.valueOf(host.cpuMillis()));
                case "limits.memory" -> BigDecimal.valueOf(host.memoryBytes());
                case "requests.cpu", "requests.memory", "limits.ephemeral-storage", "requests.ephemeral-storage" ->
                    BigDecimal.ZERO;
                default -> throw new ContainerConfigException("unsupported container resource: " + field);
            };
        }
        return amount.divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }

    /** What the pod as a whole is limited to; null when it is not. */
    private static @Nullable BigDecimal ofWhole(String resource, PodResources pod) {
        PodResources.Whole whole = pod.whole();
        Quantity limit = whole == null || !PodResources.isOfWholes(resource)
                ? null
                : whole.limits().get(resource);
        return limit == null || limit.isZero() ? null : limit.amount();
    }

    private static @Nullable BigDecimal amount(String field, ContainerResources container) {
        Map<String, Quantity> amounts = field.startsWith("limits.") ? container.limits() : container.requests();
        Quantity amount = amounts.get(field.substring(field.indexOf('.') + 1));
        return amount == null ? null : amount.amount();
    }
}
