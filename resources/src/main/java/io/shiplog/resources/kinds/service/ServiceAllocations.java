package io.shiplog.resources.kinds.service;

import io.shiplog.resources.json.Members;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a Service holds beside itself: its address, an {@code ipaddresses.networking.k8s.io} object of that name, and
 * its node ports, each an internal {@code nodeports.internal.shiplog.io} object of its number. Whoever deletes a
 * Service deletes them in the same proposal.
 */
public final class ServiceAllocations {
    private ServiceAllocations() {}

    /** The address that a Service holds, empty for none. */
    public static String address(JsonNode service) {
        String address = Members.text(service.path("spec"), "clusterIP");
        return address.equals("None") ? "" : address;
    }

    /** The node ports that a Service holds. */
    public static Set<Integer> nodePorts(JsonNode service) {
        Set<Integer> ports = new TreeSet<>();
        for (JsonNode port : service.path("spec").path("ports")) {
            int number = port.path("nodePort").asInt(0);
            if (number != 0) {
                ports.add(number);
            }
        }
        return ports;
    }

    /** Whether an address or node port was given to the Service of this name. */
    public static boolean isHeldBy(JsonNode allocation, String namespace, String name) {
        JsonNode parent = allocation.path("spec").path("parentRef");
        return Members.text(parent, "namespace").equals(namespace)
                && Members.text(parent, "name").equals(name);
    }
}
