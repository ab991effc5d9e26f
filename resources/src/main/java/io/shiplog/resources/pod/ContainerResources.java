package io.shiplog.resources.pod;

import io.shiplog.resources.quantity.Amounts;
import io.shiplog.resources.quantity.Quantity;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What one container asks for.
 *
 * @param name the container's name
 * @param stays whether it runs as long as the pod: every container but an init container that is no sidecar
 */
public record ContainerResources(
        String name, boolean stays, Map<String, Quantity> requests, Map<String, Quantity> limits) {
    public ContainerResources {
        requests = Map.copyOf(requests);
        limits = Map.copyOf(limits);
    }

    static ContainerResources read(JsonNode container, boolean stays) {
        JsonNode resources = container.path("resources");
        return new ContainerResources(
                container.path("name").asString(""),
                stays,
                Amounts.of(resources.path("requests")),
                Amounts.of(resources.path("limits")));
    }

    /**
     * The same after what its node says that it has: a container that is being resized counts with the most of what it
     * had and what it will have, or, when the node cannot do that, with what it has ({@code determineContainerReqs},
     * v1.34).
     */
    ContainerResources having(JsonNode status, boolean resizeInfeasible) {
        JsonNode actual = status.path("resources");
        if (!stays || actual.isMissingNode() || actual.isNull()) {
            return this;
        }
        Map<String, Quantity> requested = new TreeMap<>(resizeInfeasible ? Map.of() : requests);
        Amounts.raise(requested, Amounts.of(actual.path("requests")));
        Amounts.raise(requested, Amounts.of(status.path("allocatedResources")));
        Map<String, Quantity> limited = new TreeMap<>(resizeInfeasible ? Map.of() : limits);
        Amounts.raise(limited, Amounts.of(actual.path("limits")));
        return new ContainerResources(name, stays, requested, limited);
    }
}
