package io.shiplog.scheduler.read;

import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.scheduler.cluster.HostPort;
import io.shiplog.scheduler.cluster.PodDemand;
import io.shiplog.scheduler.cluster.ResourceAmounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads what a pod takes from its node. */
final class DemandReader {
    /** What scores reckon with for a container that requests nothing. */
    private static final Map<String, Quantity> UNSTATED = Map.of(
            ResourceReader.CPU, Quantity.ofMilli(100), ResourceReader.MEMORY, Quantity.ofBytes(200L * 1024 * 1024));

    private DemandReader() {}

    static PodDemand read(JsonNode pod) {
        JsonNode spec = pod.path("spec");
        PodResources resources = PodResources.counted(pod);
        ResourceAmounts scored = ResourceReader.of(resources.requests(UNSTATED));
        return new PodDemand(
                ResourceReader.of(resources.requests()),
                scored.milliCpu(),
                scored.memoryBytes(),
                hostPorts(spec),
                images(spec));
    }

    private static boolean isSidecar(JsonNode initContainer) {
        return Fields.text(initContainer, "restartPolicy").equals("Always");
    }

    private static List<HostPort> hostPorts(JsonNode spec) {
        var ports = new ArrayList<HostPort>();
        spec.path("containers").forEach(container -> addHostPorts(container, ports));
        spec.path("initContainers").forEach(container -> {
            if (isSidecar(container)) {
                addHostPorts(container, ports);
            }
        });
        return ports;
    }

    private static void addHostPorts(JsonNode container, List<HostPort> ports) {
        for (JsonNode port : container.path("ports")) {
            int number = port.path("hostPort").asInt(0);
            if (number > 0) {
                ports.add(new HostPort(Fields.text(port, "hostIP"), Fields.text(port, "protocol"), number));
            }
        }
    }

    private static List<String> images(JsonNode spec) {
        var images = new ArrayList<String>();
        spec.path("initContainers").forEach(container -> images.add(Fields.text(container, "image")));
        spec.path("containers").forEach(container -> images.add(Fields.text(container, "image")));
        return images;
    }
}
