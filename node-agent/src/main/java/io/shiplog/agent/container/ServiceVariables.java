package io.shiplog.agent.container;

import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.journal.codec.AssignedService;
import io.shiplog.journal.codec.AssignedService.Port;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The environment variables that tell a container where services are: {@code REDIS_SERVICE_HOST} and its relatives. */
final class ServiceVariables {
    private ServiceVariables() {}

    static Map<String, String> of(PodAssignment pod) {
        boolean links = pod.pod().surroundings().serviceLinks();
        var variables = new LinkedHashMap<String, String>();
        for (AssignedService service : pod.services()) {
            boolean master =
                    service.namespace().equals("default") && service.name().equals("kubernetes");
            boolean own = service.namespace().equals(pod.namespace());
            if (master || (links && own)) {
                add(service, variables);
            }
        }
        return variables;
    }

    private static void add(AssignedService service, Map<String, String> to) {
        String address = service.clusterIp();
        if (address.isEmpty() || address.equals("None") || service.ports().isEmpty()) {
            return;
        }
        String name = variable(service.name());
        Port first = service.ports().getFirst();
        to.put(name + "_SERVICE_HOST", address);
        to.put(name + "_SERVICE_PORT", Integer.toString(first.port()));
        for (Port port : service.ports()) {
            if (!port.name().isEmpty()) {
                to.put(name + "_SERVICE_PORT_" + variable(port.name()), Integer.toString(port.port()));
            }
        }
        to.put(name + "_PORT", url(first, address));
        for (Port port : service.ports()) {
            String prefix =
                    name + "_PORT_" + port.port() + "_" + port.protocol().toUpperCase(Locale.ROOT);
            to.put(prefix, url(port, address));
            to.put(prefix + "_PROTO", port.protocol().toLowerCase(Locale.ROOT));
            to.put(prefix + "_PORT", Integer.toString(port.port()));
            to.put(prefix + "_ADDR", address);
        }
    }

    private static String url(Port port, String address) {
        return port.protocol().toLowerCase(Locale.ROOT) + "://" + address + ":" + port.port();
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
