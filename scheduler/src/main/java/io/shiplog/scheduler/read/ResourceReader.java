package io.shiplog.scheduler.read;

import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import io.shiplog.scheduler.cluster.ResourceAmounts;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Reads resource lists, such as {@code requests} and {@code allocatable}. Amounts are rounded up. */
final class ResourceReader {
    static final String CPU = "cpu";
    static final String MEMORY = "memory";
    static final String PODS = "pods";

    private ResourceReader() {}

    static ResourceAmounts read(JsonNode list) {
        return of(Amounts.of(list));
    }

    /** The amounts of a list that is read already. */
    static ResourceAmounts of(Map<String, Quantity> list) {
        if (list.isEmpty()) {
            return ResourceAmounts.NONE;
        }
        long milliCpu = 0;
        long memoryBytes = 0;
        long ephemeralStorageBytes = 0;
        var others = new TreeMap<String, Long>();
        for (Map.Entry<String, Quantity> entry : list.entrySet()) {
            Quantity amount = entry.getValue();
            switch (entry.getKey()) {
                case CPU -> milliCpu = amount.milliValue();
                case MEMORY -> memoryBytes = amount.value();
                case "ephemeral-storage" -> ephemeralStorageBytes = amount.value();
                case PODS -> {}
                default -> others.put(entry.getKey(), amount.value());
            }
        }
        return new ResourceAmounts(milliCpu, memoryBytes, ephemeralStorageBytes, others);
    }

    /** A quantity, given as text or number; 0 when it is neither. */
    static Quantity quantity(JsonNode value) {
        try {
            return Quantity.parse(value.asString(""));
        } catch (QuantityException notAQuantity) {
            return Quantity.ZERO;
        }
    }
}
