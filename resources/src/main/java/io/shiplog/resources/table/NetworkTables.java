package io.shiplog.resources.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Tables of services, endpoints and the other networking kinds. */
final class NetworkTables {
    private static final String GROUP = ".networking.k8s.io";

    private NetworkTables() {}

    static void addTo(Map<String, TableSpec> tables) {
        tables.put(
                "services",
                TableSpec.named()
                        .text("Type", "How the service is exposed", Cell.text("spec.type", ""))
                        .text("Cluster-IP", "Address within the cluster", Cell.text("spec.clusterIP", Read.NONE))
                        .text("External-IP", "Addresses outside the cluster", Cell.text(NetworkTables::externalIp))
                        .text("Port(s)", "Ports, with their node ports", Cell.text(NetworkTables::servicePorts))
                        .age()
                        .wide(
                                "Selector",
                                "Labels of the pods",
                                Cell.text(service -> Read.labels(Read.at(service, "spec.selector")))));
        tables.put(
                "endpoints",
                TableSpec.named()
                        .text("Endpoints", "Addresses and ports", Cell.text(NetworkTables::endpoints))
                        .age());
        tables.put(
                "endpointslices.discovery.k8s.io",
                TableSpec.named()
                        .text("AddressType", "Kind of the addresses", Cell.text("addressType", ""))
                        .text("Ports", "Ports of every endpoint", Cell.text(NetworkTables::slicePorts))
                        .text("Endpoints", "Addresses of the endpoints", Cell.text(NetworkTables::sliceAddresses))
                        .age());
        tables.put(
                "ingresses" + GROUP,
                TableSpec.named()
                        .text("Class", "Ingress class", Cell.text("spec.ingressClassName", Read.NONE))
                        .text("Hosts", "Hosts that the rules name", Cell.text(NetworkTables::hosts))
                        .text("Address", "Addresses of the load balancer", Cell.text(NetworkTables::loadBalancer))
                        .text(
                                "Ports",
                                "Ports that are open",
                                Cell.text(
                                        ingress -> Read.at(ingress, "spec.tls").isEmpty() ? "80" : "80, 443"))
                        .age());
        tables.put(
                "ingressclasses" + GROUP,
                TableSpec.named()
                        .text("Controller", "Controller of the class", Cell.text("spec.controller", ""))
                        .text("Parameters", "Object with the parameters", Cell.text(NetworkTables::parameters))
                        .age());
        tables.put(
                "networkpolicies" + GROUP,
                TableSpec.named()
                        .text(
                                "Pod-Selector",
                                "Pods that the policy is about",
                                Cell.text(policy -> Read.selector(Read.at(policy, "spec.podSelector"))))
                        .age());
        tables.put(
                "ipaddresses" + GROUP,
                TableSpec.named().text("ParentRef", "Object that has the address", Cell.text(NetworkTables::parent)));
        tables.put(
                "servicecidrs" + GROUP,
                TableSpec.named()
                        .text(
                                "CIDRs",
                                "Ranges of addresses",
                                Cell.text(range -> Read.texts(Read.at(range, "spec.cidrs"), ",")))
                        .age());
    }

    private static String externalIp(JsonNode service) {
        String listed = Read.texts(Read.at(service, "spec.externalIPs"), ",");
        return switch (Read.text(service, "spec.type")) {
            case "ClusterIP", "NodePort" -> Read.orNone(listed);
            case "LoadBalancer" -> {
                String balancer = loadBalancer(service);
                String all = balancer.isEmpty() || listed.isEmpty() ? balancer + listed : balancer + "," + listed;
                yield all.isEmpty() ? "<pending>" : all;
            }
            case "ExternalName" -> Read.text(service, "spec.externalName");
            default -> Read.UNKNOWN;
        };
    }

    private static String loadBalancer(JsonNode object) {
        TreeSet<String> addresses = new TreeSet<>();
        for (JsonNode ingress : Read.at(object, "status.loadBalancer.ingress")) {
            String address = Read.text(ingress, "ip", Read.text(ingress, "hostname"));
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        return String.join(",", addresses);
    }

    private static String servicePorts(JsonNode service) {
        List<String> ports = new ArrayList<>();
        for (JsonNode port : Read.at(service, "spec.ports")) {
            long nodePort = port.path("nodePort").asLong(0);
            String both = Read.text(port, "port") + (nodePort > 0 ? ":" + nodePort : "");
            ports.add(both + "/" + Read.text(port, "protocol"));
        }
        return Read.orNone(String.join(",", ports));
    }

    private static String endpoints(JsonNode endpoints) {
        List<String> all = new ArrayList<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            if (subset.path("ports").isEmpty()) {
                subset.path("addresses").forEach(address -> all.add(Read.text(address, "ip")));
            }
            for (JsonNode port : subset.path("ports")) {
                for (JsonNode address : subset.path("addresses")) {
                    String ip = Read.text(address, "ip");
                    all.add((ip.contains(":") ? "[" + ip + "]" : ip) + ":" + Read.text(port, "port"));
                }
            }
        }
        return Read.firstThree(all, Read.NONE);
    }

    private static String slicePorts(JsonNode slice) {
        List<String> ports = new ArrayList<>();
        slice.path("ports").forEach(port -> ports.add(Read.text(port, "port", Read.text(port, "name", "*"))));
        return Read.firstThree(ports, Read.UNSET);
    }

    private static String sliceAddresses(JsonNode slice) {
        List<String> addresses = new ArrayList<>();
        slice.path("endpoints")
                .forEach(endpoint -> endpoint.path("addresses").forEach(a -> addresses.add(a.asString(""))));
        return Read.firstThree(addresses, Read.UNSET);
    }

    private static String hosts(JsonNode ingress) {
        List<String> hosts = new ArrayList<>();
        for (JsonNode rule : Read.at(ingress, "spec.rules")) {
            String host = Read.text(rule, "host");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
        return Read.firstThree(hosts, "*");
    }

    private static String parameters(JsonNode ingressClass) {
        JsonNode parameters = Read.at(ingressClass, "spec.parameters");
        if (!parameters.isObject()) {
            return Read.NONE;
        }
        String group = Read.text(parameters, "apiGroup");
        return Read.text(parameters, "kind") + (group.isEmpty() ? "" : "." + group) + "/"
                + Read.text(parameters, "name");
    }

    private static String parent(JsonNode address) {
        JsonNode parent = Read.at(address, "spec.parentRef");
        if (!parent.isObject()) {
            return Read.NONE;
        }
        String group = Read.text(parent, "group");
        String namespace = Read.text(parent, "namespace");
        return Read.text(parent, "resource")
                + (group.isEmpty() ? "" : "." + group)
                + (namespace.isEmpty() ? "" : "/" + namespace)
                + "/"
                + Read.text(parent, "name");
    }
}
