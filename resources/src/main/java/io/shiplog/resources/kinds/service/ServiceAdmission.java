package io.shiplog.resources.kinds.service;

import io.shiplog.resources.json.Members;
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
public final class ServiceAdmission {
    private ServiceAdmission() {}

    public static void create(ObjectNode service) {
        listTheAddress(Members.object(service, "spec"));
    }

    public static void update(ObjectNode service, ObjectNode oldService) {
        ObjectNode spec = Members.object(service, "spec");
        ObjectNode old = Members.read(oldService, "spec");
        if (hasClusterIp(old)) {
            if (hasClusterIp(spec)) {
                Members.carryIfAbsent("clusterIP", old, spec);
            } else if (isUnchanged("clusterIP", spec, old)
                    || Members.text(spec, "clusterIP").isEmpty()) {
                spec.remove(Set.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"));
            }
        }
        if (hasNodePorts(old) && hasNodePorts(spec)) {
            carryNodePorts(spec, old);
        } else if (mayHaveNodePorts(old) && !mayHaveNodePorts(spec)) {
            dropNodePorts(spec, nodePorts(old));
        }
        if (hasHealthCheckPort(old)) {
            if (hasHealthCheckPort(spec)) {
                Members.carryIfAbsent("healthCheckNodePort", old, spec);
            } else {
                dropUnchanged("healthCheckNodePort", spec, old);
            }
        }
        if (isLoadBalancer(old) && !isLoadBalancer(spec)) {
            dropUnchanged("allocateLoadBalancerNodePorts", spec, old);
            dropUnchanged("loadBalancerClass", spec, old);
        }
        if (isReachableFromOutside(old) && !isReachableFromOutside(spec)) {
            dropUnchanged("externalTrafficPolicy", spec, old);
        }
        if (!isLoadBalancer(spec) && service.path("status").has("loadBalancer")) {
            Members.object(service, "status").putObject("loadBalancer");
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
        return !Members.text(spec, "type").equals("ExternalName");
    }

    /** Whether node ports are given to a Service that names none. */
    private static boolean hasNodePorts(ObjectNode spec) {
        return Members.text(spec, "type").equals("NodePort")
                || isLoadBalancer(spec)
                        && spec.path("allocateLoadBalancerNodePorts").asBoolean(true);
    }

    private static boolean mayHaveNodePorts(ObjectNode spec) {
        return Members.text(spec, "type").equals("NodePort") || isLoadBalancer(spec);
    }

    private static boolean isLoadBalancer(ObjectNode spec) {
        return Members.text(spec, "type").equals("LoadBalancer");
    }

    private static boolean hasHealthCheckPort(ObjectNode spec) {
        return isLoadBalancer(spec)
                && Members.text(spec, "externalTrafficPolicy").equals("Local");
    }

    private static boolean isReachableFromOutside(ObjectNode spec) {
        return mayHaveNodePorts(spec)
                || hasClusterIp(spec) && !spec.path("externalIPs").isEmpty();
    }

    private static boolean isUnchanged(String member, ObjectNode spec, ObjectNode old) {
        return spec.path(member).equals(old.path(member));
    }

    /**
     * What a client sends back as it was goes with the type that it belonged to; what it changed is left to validation.
     */
    private static void dropUnchanged(String member, ObjectNode spec, ObjectNode old) {
        if (isUnchanged(member, spec, old)) {
            spec.remove(member);
        }
    }

    /** Ports without a node port keep the one that the port of the same name has. */
    private static void carryNodePorts(ObjectNode spec, ObjectNode old) {
        Map<String, Integer> before = new HashMap<>();
        old.path("ports").forEach(port -> before.put(Members.text(port, "name"), nodePort(port)));
        Set<Integer> taken = nodePorts(spec);
        for (JsonNode port : spec.path("ports")) {
            int known = before.getOrDefault(Members.text(port, "name"), 0);
            if (port instanceof ObjectNode object && nodePort(port) == 0 && known != 0 && taken.add(known)) {
                object.put("nodePort", known);
            }
        }
    }

    /** Unless the client asks for another one: then validation has to tell it. */
    private static void dropNodePorts(ObjectNode spec, Set<Integer> before) {
        if (!before.containsAll(nodePorts(spec))) {
            return;
        }
        for (JsonNode port : spec.path("ports")) {
            if (port instanceof ObjectNode object) {
                object.remove("nodePort");
            }
        }
    }

    private static Set<Integer> nodePorts(ObjectNode spec) {
        Set<Integer> ports = new HashSet<>();
        spec.path("ports").forEach(port -> ports.add(nodePort(port)));
        ports.remove(0);
        return ports;
    }

    private static int nodePort(JsonNode port) {
        return port.path("nodePort").asInt(0);
    }
}
