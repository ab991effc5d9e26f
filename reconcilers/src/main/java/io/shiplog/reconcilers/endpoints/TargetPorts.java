package io.shiplog.reconcilers.endpoints;

import io.shiplog.resources.facts.ContainerPort;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.ServiceFacts;
import io.shiplog.resources.facts.ServicePort;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ports that a Service leads to. A named target port may be another number on every pod, so each pod has its
 * numbers; pods with the same numbers share a subset or slices.
 */
final class TargetPorts {
    private static final int NONE = 0;

    private final List<ServicePort> ports;

    /** The numbers of every pod, when no port is named; otherwise null. */
    private final @Nullable List<Integer> same;

    private TargetPorts(List<ServicePort> ports, @Nullable List<Integer> same) {
        this.ports = ports;
        this.same = same;
    }

    static TargetPorts of(ServiceFacts service) {
        List<ServicePort> ports = service.ports();
        boolean named = ports.stream().anyMatch(port -> !port.targetName().isEmpty());
        return new TargetPorts(
                ports,
                named ? null : ports.stream().map(ServicePort::targetPort).toList());
    }

    /** The number of each of the Service's ports on {@code pod}, 0 where the pod has no such port. */
    List<Integer> numbers(PodFacts pod) {
        if (same != null) {
            return same;
        }
        var numbers = new ArrayList<Integer>(ports.size());
        for (ServicePort port : ports) {
            numbers.add(port.targetName().isEmpty() ? port.targetPort() : number(pod, port));
        }
        return numbers;
    }

    /** Whether none of the Service's ports leads anywhere. */
    static boolean leadNowhere(List<Integer> numbers) {
        return numbers.stream().allMatch(number -> number == NONE);
    }

    /** The ports as slices print them. */
    ArrayNode json(List<Integer> numbers) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (int i = 0; i < ports.size(); i++) {
            if (numbers.get(i) != NONE) {
                list.add(json(ports.get(i), numbers.get(i)));
            }
        }
        return list;
    }

    private static ObjectNode json(ServicePort port, int number) {
        ObjectNode json = Json.object();
        json.put("name", port.name());
        json.put("port", number).put("protocol", port.protocol());
        if (port.appProtocol() != null) {
            json.put("appProtocol", port.appProtocol());
        }
        return json;
    }

    private static int number(PodFacts pod, ServicePort port) {
        for (ContainerPort candidate : pod.wishes().ports()) {
            boolean named = candidate.name().equals(port.targetName());
            if (named && candidate.protocol().equals(port.protocol())) {
                return candidate.number();
            }
        }
        return NONE;
    }
}
