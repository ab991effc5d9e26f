package io.shiplog.scheduler.cluster;

import java.util.List;

/**
 * What a pod takes from its node.
 *
 * @param requests what it requests: containers together or the largest init container, whichever is more, and overhead
 * @param scoredMilliCpu as requests, but 100 milli-CPU for each container that requests none: what scores reckon with
 * @param scoredMemoryBytes as requests, but 200 MB for each container that requests none
 * @param images the images of all its containers, init containers included
 */
public record PodDemand(
        ResourceAmounts requests,
        long scoredMilliCpu,
        long scoredMemoryBytes,
        List<HostPort> hostPorts,
        List<String> images) {
    public static final PodDemand NONE = new PodDemand(ResourceAmounts.NONE, 0, 0, List.of(), List.of());

    public PodDemand {
        hostPorts = List.copyOf(hostPorts);
        images = List.copyOf(images);
    }
}
