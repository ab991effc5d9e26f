package io.shiplog.scheduler.read;

import io.shiplog.scheduler.cluster.HostPort;
import io.shiplog.scheduler.cluster.PodDemand;
import io.shiplog.scheduler.cluster.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reckons what a pod takes from its node. Init containers run one after the other before the others, so the largest counts;
 * restartable init containers (sidecars) stay, so they count for all that come after them. Requests of the whole pod
 * replace those of its containers. Source: Kubernetes v1.34, component-helpers' PodRequests.
 */
final class DemandReader {
    private static final long UNSTATED_MILLI_CPU = 100;
    private static final long UNSTATED_MEMORY_BYTES = 200L * 1024 * 1024;

    private DemandReader() {}

    static PodDemand read(JsonNode spec) {
        Resources requests = total(spec, container -> ResourceReader.read(requestsOf(container)));
        Resources scored = total(spec, DemandReader::scored);
        return new PodDemand(requests, scored.milliCpu(), scored.memoryBytes(), hostPorts(spec), images(spec));
    }

    private static JsonNode requestsOf(JsonNode container) {
        return container.path("resources").path("requests");
    }

    private static Resources scored(JsonNode container) {
        JsonNode requests = requestsOf(container);
        Resources stated = ResourceReader.read(requests);
        return new Resources(
                requests.has(ResourceReader.CPU) ? stated.milliCpu() : UNSTATED_MILLI_CPU,
                requests.has(ResourceReader.MEMORY) ? stated.memoryBytes() : UNSTATED_MEMORY_BYTES,
                0,
                stated.others());
    }

    private static Resources total(JsonNode spec, Function<JsonNode, Resources> each) {
        Resources running = Resources.NONE;
        for (JsonNode container : spec.path("containers")) {
            running = running.plus(each.apply(container));
        }
        Resources sidecars = Resources.NONE;
        Resources starting = Resources.NONE;
        for (JsonNode container : spec.path("initContainers")) {
            Resources request = each.apply(container);
            if (isSidecar(container)) {
                sidecars = sidecars.plus(request);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(request));
            }
        }
        Resources needed = running.plus(sidecars).max(starting);
        return replaced(needed, spec.path("resources").path("requests"))
                .plus(ResourceReader.read(spec.path("overhead")));
    }

    private static Resources replaced(Resources needed, JsonNode ofPod) {
        if (ofPod.isEmpty()) {
            return needed;
        }
        Resources stated = ResourceReader.read(ofPod);
        return new Resources(
                ofPod.has(ResourceReader.CPU) ? stated.milliCpu() : needed.milliCpu(),
                ofPod.has(ResourceReader.MEMORY) ? stated.memoryBytes() : needed.memoryBytes(),
                needed.ephemeralStorageBytes(),
                needed.max(stated).others());
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
