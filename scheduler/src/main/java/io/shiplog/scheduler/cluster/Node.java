package io.shiplog.scheduler.cluster;

import io.shiplog.resources.facts.Taint;
import java.util.List;
import java.util.Map;

/**
 * What the scheduler knows of a Node object.
 *
 * @param allocatable what its pods may request together
 * @param allowedPods how many pods it may run
 * @param images size in bytes by image name of the images it has
 */
public record Node(
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        ResourceAmounts allocatable,
        int allowedPods,
        Map<String, Long> images) {
    public static final String HOSTNAME = "kubernetes.io/hostname";
    public static final String ZONE = "topology.kubernetes.io/zone";

    public Node {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        images = Map.copyOf(images);
    }

    /** The failure domain whose nodes are visited in turns: region and zone, empty when it has neither. */
    public String zone() {
        String zone = labels.getOrDefault(ZONE, "");
        String region = labels.getOrDefault("topology.kubernetes.io/region", "");
        return zone.isEmpty() && region.isEmpty() ? "" : region + ":" + zone;
    }
}
