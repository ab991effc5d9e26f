package io.shiplog.resources.quantity;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Amounts by resource name, such as the requests of a container. A missing one is not a zero: it was not said. */
public final class Amounts {
    private Amounts() {}

    /** Reads a resource list; what validation would refuse counts as zero. */
    public static TreeMap<String, Quantity> of(JsonNode map) {
        TreeMap<String, Quantity> amounts = new TreeMap<>();
        map.properties().forEach(entry -> amounts.put(entry.getKey(), parsed(entry.getValue())));
        return amounts;
    }

    /** Adds {@code more} to {@code sum}. */
    public static void add(Map<String, Quantity> sum, Map<String, Quantity> more) {
        more.forEach((name, amount) -> sum.merge(name, amount, Quantity::add));
    }

    /** Raises each of {@code most} to that of {@code other}. */
    public static void raise(Map<String, Quantity> most, Map<String, Quantity> other) {
        other.forEach((name, amount) -> most.merge(name, amount, (a, b) -> a.compareTo(b) >= 0 ? a : b));
    }

    private static Quantity parsed(JsonNode value) {
        try {
            return Quantity.parse(value.asString("0"));
        } catch (QuantityException refusedByValidation) {
            return Quantity.ZERO;
        }
    }
}
