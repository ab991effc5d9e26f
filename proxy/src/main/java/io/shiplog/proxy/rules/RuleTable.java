package io.shiplog.proxy.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Every service port that this node steers, sorted.
 *
 * <p>Law: equal services and slices give equal tables, whatever order they come in.
 */
public record RuleTable(List<ServicePortInfo> ports) {
    public static final RuleTable EMPTY = new RuleTable(List.of());

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    public RuleTable {
        ports = List.copyOf(ports);
    }

    /**
     * The table for these objects: services without an address to answer on (headless, ExternalName) have no entry. A
     * port's endpoints are the ready ones; if there are none, those that still serve while they terminate, as KEP-1669
     * has it. Only IPv4 is steered: whatever else an object says is left out, so that it harms no other service.
     *
     * @param services v1 Services
     * @param slices discovery.k8s.io/v1 EndpointSlices of whatever service
     */
    public static RuleTable of(Collection<JsonNode> services, Collection<JsonNode> slices) {
        Map<String, List<JsonNode>> slicesOf = new HashMap<>();
        for (JsonNode slice : slices) {
            JsonNode metadata = slice.path("metadata");
            String service = metadata.path("labels").path(SERVICE_NAME).asString("");
            if (!service.isEmpty() && slice.path("addressType").asString("IPv4").equals("IPv4")) {
                slicesOf.computeIfAbsent(
                                metadata.path("namespace").asString("") + "/" + service, key -> new ArrayList<>())
                        .add(slice);
            }
        }
        List<ServicePortInfo> ports = new ArrayList<>();
        for (JsonNode service : services) {
            JsonNode metadata = service.path("metadata");
            JsonNode spec = service.path("spec");
            String namespace = metadata.path("namespace").asString("");
            String name = metadata.path("name").asString("");
            List<String> addresses = addresses(service);
            if (spec.path("type").asString("ClusterIP").equals("ExternalName") || addresses.isEmpty()) {
                continue;
            }
            List<JsonNode> own = slicesOf.getOrDefault(namespace + "/" + name, List.of());
            int affinity = spec.path("sessionAffinity").asString("None").equals("ClientIP")
                    ? spec.path("sessionAffinityConfig")
                            .path("clientIP")
                            .path("timeoutSeconds")
                            .asInt(10800)
                    : 0;
            for (JsonNode port : spec.path("ports")) {
                String portName = port.path("name").asString("");
                int number = port.path("port").asInt(0);
                Protocol.of(port.path("protocol").asString("TCP"))
                        .filter(protocol -> isPort(number))
                        .ifPresent(protocol -> ports.add(new ServicePortInfo(
                                namespace,
                                name,
                                portName,
                                protocol,
                                addresses,
                                number,
                                port.path("nodePort").asInt(0),
                                affinity,
                                endpoints(own, portName, protocol))));
            }
        }
        ports.sort(null);
        return new RuleTable(ports);
    }

    private static boolean isPort(int number) {
        return number > 0 && number <= 65_535;
    }

    /**
     * Cluster IP, external IPs, and the addresses of a load balancer that leaves the traffic to the nodes (KEP-1860).
     */
    private static List<String> addresses(JsonNode service) {
        JsonNode spec = service.path("spec");
        List<String> addresses = new ArrayList<>();
        if (!Ipv4.isAddress(spec.path("clusterIP").asString(""))) {
            return addresses;
        }
        addresses.add(spec.path("clusterIP").asString());
        spec.path("externalIPs").forEach(external -> addresses.add(external.asString("")));
        // Who may come is not told from who may not here: an address that is for some only is left to the balancer.
        if (spec.path("loadBalancerSourceRanges").isEmpty()) {
            for (JsonNode ingress : service.path("status").path("loadBalancer").path("ingress")) {
                if (ingress.path("ipMode").asString("VIP").equals("VIP")) {
                    addresses.add(ingress.path("ip").asString(""));
                }
            }
        }
        return addresses.stream().filter(Ipv4::isAddress).distinct().toList();
    }

    private static List<Endpoint> endpoints(List<JsonNode> slices, String portName, Protocol protocol) {
        var ready = new TreeSet<Endpoint>();
        var terminating = new TreeSet<Endpoint>();
        for (JsonNode slice : slices) {
            for (JsonNode port : slice.path("ports")) {
                if (!port.path("name").asString("").equals(portName)
                        || !port.path("protocol").asString("TCP").equals(protocol.name())) {
                    continue;
                }
                int number = port.path("port").asInt(0);
                for (JsonNode endpoint : slice.path("endpoints")) {
                    JsonNode conditions = endpoint.path("conditions");
                    String address = endpoint.path("addresses").path(0).asString("");
                    if (!isPort(number) || !Ipv4.isAddress(address)) {
                        continue;
                    }
                    if (conditions.path("ready").asBoolean(true)) {
                        ready.add(new Endpoint(address, number));
                    } else if (conditions.path("serving").asBoolean(false)
                            && conditions.path("terminating").asBoolean(false)) {
                        terminating.add(new Endpoint(address, number));
                    }
                }
            }
        }
        return List.copyOf(ready.isEmpty() ? terminating : ready);
    }
}
