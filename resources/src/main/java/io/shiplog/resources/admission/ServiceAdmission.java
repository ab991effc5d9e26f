package io.shiplog.resources.admission;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a Service that depend on its type: addresses and node ports stay through updates that do not name them,
 * and go when the type no longer has them.
 */
final class ServiceAdmission {
    private ServiceAdmission() {}

    static void create(ObjectNode service) {
        listTheAddress(Members.object(service, "spec"));
    }

    static void update(ObjectNode service, ObjectNode oldService) {
        ObjectNode spec = Members.object(service, "spec");
        ObjectNode old = Members.read(oldService, "spec");
        if (hasClusterIp(old)) {
            if (hasClusterIp(spec)) {
                Members.carryIfAbsent("clusterIP", old, spec);
            } else if (Members.text(spec, "clusterIP").equals(Members.text(old, "clusterIP"))
                    || Members.text(spec, "clusterIP").isEmpty()) {
                spec.remove(Set.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"));
            }
        }
        if (hasNodePorts(old)) {
            if (hasNodePorts(spec)) {
                carryNodePorts(spec, old);
            } else {
                dropNodePorts(spec, nodePorts(old));
                spec.remove(Set.of("allocateLoadBalancerNodePorts", "healthCheckNodePort"));
                if (spec.path("externalIPs").isEmpty()) {
                    spec.remove("externalTrafficPolicy");
                }
            }
        }
        listTheAddress(spec);
    }

    /** The address also stands in the list of addresses, as its only one: the cluster has one family. */
    private static void listTheAddress(ObjectNode spec) {
        String address = Members.text(spec, "clusterIP");
        if (!address.isEmpty() && spec.path("clusterIPs").size() <= 1) {
            spec.putArray("clusterIPs").add(address);
        } else if (address.isEmpty() && spec.path("clusterIPs").size() == 1) {
            spec.put("clusterIP", spec.path("clusterIPs").get(0).asString(""));
        }
    }

    private static boolean hasClusterIp(ObjectNode spec) {
        String type = Members.text(spec, "type");
        return type.equals("ClusterIP") || hasNodePorts(spec);
    }

    private static boolean hasNodePorts(ObjectNode spec) {
        String type = Members.text(spec, "type");
        return type.equals("NodePort")
                || type.equals("LoadBalancer")
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
    }

    private static void carryNodePorts(ObjectNode spec, ObjectNode old) {
        Map<String, Integer> before = new HashMap<>();
        old.path("ports").forEach(port -> before.put(identity(port), nodePort(port)));
        Set<Integer> taken = nodePorts(spec);
        for (JsonNode port : spec.path("ports")) {
            int known = before.getOrDefault(identity(port), 0);
            if (port instanceof ObjectNode object && nodePort(port) == 0 && known != 0 && taken.add(known)) {
                object.put("nodePort", known);
            }
        }
    }

    private static void dropNodePorts(ObjectNode spec, Set<Integer> before) {
        for (JsonNode port : spec.path("ports")) {
            if (port instanceof ObjectNode object && before.contains(nodePort(port))) {
                object.remove("nodePort");
            }
        }
    }

    private static Set<Integer> nodePorts(ObjectNode spec) {
        Set<Integer> ports = new HashSet<>();
        spec.path("ports").forEach(port -> ports.add(nodePort(port)));
        return ports;
    }

    private static int nodePort(JsonNode port) {
        return port.path("nodePort").asInt(0);
    }

    private static String identity(JsonNode port) {
        return Members.text(port, "protocol") + "/" + port.path("port").asInt(0);
    }
}
