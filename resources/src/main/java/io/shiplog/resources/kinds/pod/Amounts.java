package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Amounts by resource name, such as what a pod as a whole requests. */
public final class Amounts {
    private Amounts() {}

    public static TreeMap<String, Quantity> of(JsonNode map) {
        TreeMap<String, Quantity> amounts = new TreeMap<>();
        map.properties().forEach(entry -> amounts.put(entry.getKey(), parsed(entry.getValue())));
        return amounts;
    }

    public static TreeMap<String, Quantity> requests(JsonNode container) {
        return of(container.path("resources").path("requests"));
    }

    public static TreeMap<String, Quantity> limits(JsonNode container) {
        return of(container.path("resources").path("limits"));
    }

    public static TreeMap<String, Quantity> podRequests(JsonNode spec) {
        return pod(spec, "requests");
    }

    public static TreeMap<String, Quantity> podLimits(JsonNode spec) {
        return pod(spec, "limits");
    }

    /** The containers' sum, or the largest init container with the sidecars before it, and the pod's overhead. */
    private static TreeMap<String, Quantity> pod(JsonNode spec, String member) {
        TreeMap<String, Quantity> running = new TreeMap<>();
        spec.path("containers")
                .forEach(
                        container -> add(running, of(container.path("resources").path(member))));
        TreeMap<String, Quantity> sidecars = new TreeMap<>();
        TreeMap<String, Quantity> starting = new TreeMap<>();
        for (JsonNode container : spec.path("initContainers")) {
            TreeMap<String, Quantity> own = of(container.path("resources").path(member));
            if (Members.text(container, "restartPolicy").equals("Always")) {
                add(sidecars, own);
                largest(starting, sidecars);
            } else {
                add(own, sidecars);
                largest(starting, own);
            }
        }
        add(running, sidecars);
        largest(running, starting);
        add(running, of(spec.path("overhead")));
        return running;
    }

    public static void add(TreeMap<String, Quantity> sum, TreeMap<String, Quantity> more) {
        more.forEach((name, amount) -> sum.merge(name, amount, Quantity::add));
    }

    private static void largest(TreeMap<String, Quantity> most, TreeMap<String, Quantity> other) {
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
