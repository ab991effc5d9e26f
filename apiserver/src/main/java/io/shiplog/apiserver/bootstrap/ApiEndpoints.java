package io.shiplog.apiserver.bootstrap;

import static io.shiplog.resources.json.Trees.number;
import static io.shiplog.resources.json.Trees.text;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The endpoints of the {@code kubernetes} service with one server among them. Servers on one port stand side by side;
 * those on another are replaced, for there is one port to an endpoint: the cluster was started again elsewhere. Pure.
 */
final class ApiEndpoints {
    private ApiEndpoints() {}

    /** {@code endpoints}, changed in place. */
    static ObjectNode join(ObjectNode endpoints, String address, int port) {
        JsonNode subset = endpoints.path("subsets").path(0);
        if (number(subset.path("ports").path(0), 0, "port") != port
                || !(subset.path("addresses") instanceof ArrayNode addresses)) {
            ObjectNode own = endpoints.putArray("subsets").addObject();
            own.putArray("addresses").addObject().put("ip", address);
            own.putArray("ports")
                    .addObject()
                    .put("name", "https")
                    .put("port", port)
                    .put("protocol", "TCP");
            return endpoints;
        }
        boolean there =
                addresses.valueStream().anyMatch(known -> text(known, "ip").equals(address));
        if (!there) {
            addresses.addObject().put("ip", address);
        }
        return endpoints;
    }

    /** As {@link #join}, for an EndpointSlice. */
    static ObjectNode joinSlice(ObjectNode slice, String address, int port) {
        boolean samePort = number(slice.path("ports").path(0), 0, "port") == port;
        ArrayNode servers =
                samePort && slice.get("endpoints") instanceof ArrayNode known ? known : slice.putArray("endpoints");
        if (!samePort) {
            slice.putArray("ports")
                    .addObject()
                    .put("name", "https")
                    .put("port", port)
                    .put("protocol", "TCP");
        }
        boolean there = servers.valueStream()
                .anyMatch(
                        server -> server.path("addresses").path(0).asString("").equals(address));
        if (!there) {
            ObjectNode own = servers.addObject();
            own.putArray("addresses").add(address);
            own.putObject("conditions").put("ready", true);
        }
        return slice;
    }
}
