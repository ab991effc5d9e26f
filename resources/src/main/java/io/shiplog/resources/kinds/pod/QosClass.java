package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The quality of service that a pod's requests and limits of CPU and memory earn it. */
public final class QosClass {
    private static final List<String> COMPUTE = List.of("cpu", "memory");

    private QosClass() {}

    /** {@code Guaranteed}, {@code Burstable} or {@code BestEffort}. */
    public static String of(JsonNode spec) {
        List<JsonNode> resources = new ArrayList<>();
        spec.path("containers").forEach(container -> resources.add(container.path("resources")));
        spec.path("initContainers").forEach(container -> resources.add(container.path("resources")));
        boolean any = false;
        boolean guaranteed = true;
        for (JsonNode each : resources) {
            for (String name : COMPUTE) {
                Quantity request = quantity(each.path("requests").path(name));
                Quantity limit = quantity(each.path("limits").path(name));
                any |= !request.isZero() || !limit.isZero();
                guaranteed &= !limit.isZero() && request.equals(limit);
            }
        }
        if (!any) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static Quantity quantity(JsonNode value) {
        try {
            return Quantity.parse(value.asString("0"));
        } catch (QuantityException refusedByValidation) {
            return Quantity.ZERO;
        }
    }
}
