package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.shiplog.resources.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The ports that a Service leads to on one pod: a named target port may be another number on every pod. */
final class TargetPorts {
    private TargetPorts() {}

    /** The ports of {@code service} that {@code pod} has, as Endpoints and slices print them. */
    static ArrayNode of(Service service, Pod pod) {
        ArrayNode ports = Json.mapper().createArrayNode();
        for (ServicePort port : Services.ports(service)) {
            Integer number = number(pod, port);
            if (number != null) {
                ports.add(json(port, number));
            }
        }
        return ports;
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

    private static @Nullable Integer number(Pod pod, ServicePort port) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return port.getPort();
        }
        String name = target.getStrVal();
        if (name == null || name.isEmpty()) {
            Integer number = target.getIntVal();
            return number == null || number == 0 ? port.getPort() : number;
        }
        Integer number = number(pod.getSpec().getContainers(), name, port, false);
        // Sidecars are init containers that keep running.
        return number != null ? number : number(pod.getSpec().getInitContainers(), name, port, true);
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
