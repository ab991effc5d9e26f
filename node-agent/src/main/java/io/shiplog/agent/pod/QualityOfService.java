package io.shiplog.agent.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod's quality-of-service class, from the processor and memory requests and limits of its containers. */
public enum QualityOfService {
    GUARANTEED("Guaranteed"),
    BURSTABLE("Burstable"),
    BEST_EFFORT("BestEffort");

    private static final List<String> COUNTED = List.of("cpu", "memory");

    private final String text;

    QualityOfService(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static QualityOfService of(PodSpec spec) {
        boolean any = false;
        boolean guaranteed = true;
        List<Container> init = spec.getInitContainers() == null ? List.of() : spec.getInitContainers();
        for (Container container :
                Stream.concat(init.stream(), spec.getContainers().stream()).toList()) {
            for (String resource : COUNTED) {
                BigDecimal limit = amount(container, true, resource);
                BigDecimal request = amount(container, false, resource);
                any |= limit.signum() > 0 || request.signum() > 0;
                boolean equal = request.signum() == 0 || request.compareTo(limit) == 0;
                guaranteed &= limit.signum() > 0 && equal;
            }
        }
        return !any ? BEST_EFFORT : guaranteed ? GUARANTEED : BURSTABLE;
    }

    private static BigDecimal amount(Container container, boolean limit, String resource) {
        if (container.getResources() == null) {
            return BigDecimal.ZERO;
        }
        @Nullable
        Map<String, Quantity> amounts = limit
                ? container.getResources().getLimits()
                : container.getResources().getRequests();
        Quantity amount = amounts == null ? null : amounts.get(resource);
        return amount == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(amount);
    }
}
