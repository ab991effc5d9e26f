package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ports that a Service leads to. A named target port may be another number on every pod, so each pod has its numbers;
 * pods with the same numbers share a subset or slices.
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

    static TargetPorts of(Service service) {
        List<ServicePort> ports = Services.ports(service);
        boolean named = ports.stream().anyMatch(port -> !name(port).isEmpty());
        return new TargetPorts(
                ports, named ? null : ports.stream().map(TargetPorts::fixed).toList());
    }

    /** The number of each of the Service's ports on {@code pod}, 0 where the pod has no such port. */
    List<Integer> numbers(Pod pod) {
        if (same != null) {
            return same;
        }
        var numbers = new ArrayList<Integer>(ports.size());
        for (ServicePort port : ports) {
            numbers.add(name(port).isEmpty() ? fixed(port) : number(pod, port));
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
        json.put("name", port.getName() == null ? "" : port.getName());
        json.put("port", number).put("protocol", protocol(port.getProtocol()));
        if (port.getAppProtocol() != null) {
            json.put("appProtocol", port.getAppProtocol());
        }
        return json;
    }

    /** The name of a target port; empty for one that is a number. */
    private static String name(ServicePort port) {
        IntOrString target = port.getTargetPort();
        return target == null || target.getStrVal() == null ? "" : target.getStrVal();
    }

    private static int fixed(ServicePort port) {
        IntOrString target = port.getTargetPort();
        Integer number = target == null ? null : target.getIntVal();
        return number == null || number == 0 ? port.getPort() : number;
    }

    private static int number(Pod pod, ServicePort port) {
        Integer number = number(pod.getSpec().getContainers(), name(port), port, false);
        if (number == null) {
            // Sidecars are init containers that keep running.
            number = number(pod.getSpec().getInitContainers(), name(port), port, true);
        }
        return number == null ? NONE : number;
    }

    private static @Nullable Integer number(
            @Nullable List<Container> containers, String name, ServicePort port, boolean sidecarsOnly) {
        for (Container container : orEmpty(containers)) {
            if (sidecarsOnly && !"Always".equals(container.getRestartPolicy())) {
                continue;
            }
            for (ContainerPort candidate : orEmpty(container.getPorts())) {
                boolean named = name.equals(candidate.getName());
                if (named && protocol(candidate.getProtocol()).equals(protocol(port.getProtocol()))) {
                    return candidate.getContainerPort();
                }
            }
        }
        return null;
    }

    private static String protocol(@Nullable String protocol) {
        return protocol == null || protocol.isEmpty() ? "TCP" : protocol;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
