package io.shiplog.reconcilers.endpoints;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/**
 * Endpoints that can share slices.
 *
 * @param addressType IPv4 or IPv6
 * @param ports what all of them listen on
 * @param endpoints any number; none asks for one empty slice, which says that there is nothing
 */
record SliceGroup(String addressType, ArrayNode ports, List<SliceEndpoint> endpoints) {
    SliceGroup {
        endpoints = List.copyOf(endpoints);
    }
}
