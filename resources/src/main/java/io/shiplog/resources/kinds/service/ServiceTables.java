package io.shiplog.resources.kinds.service;

import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Tables of services and their endpoints. */
public final class ServiceTables {
    private ServiceTables() {}

    public static TableSpec services() {
        return TableSpec.named()
                .text("Type", "How the service is exposed", Cell.text("spec.type", ""))
                .text("Cluster-IP", "Address within the cluster", Cell.text("spec.clusterIP", Read.NONE))
                .text("External-IP", "Addresses outside the cluster", Cell.text(ServiceTables::externalIp))
                .text("Port(s)", "Ports, with their node ports", Cell.text(ServiceTables::servicePorts))
                .age()
                .wide(
                        "Selector",
                        "Labels of the pods",
                        Cell.text(service -> Read.labels(Read.at(service, "spec.selector"))));
    }

    public static TableSpec endpoints() {
        return TableSpec.named()
                .text("Endpoints", "Addresses and ports", Cell.text(ServiceTables::endpoints))
                .age();
    }

    public static TableSpec endpointSlices() {
        return TableSpec.named()
                .text("AddressType", "Kind of the addresses", Cell.text("addressType", ""))
                .text("Ports", "Ports of every endpoint", Cell.text(ServiceTables::slicePorts))
                .text("Endpoints", "Addresses of the endpoints", Cell.text(ServiceTables::sliceAddresses))
                .age();
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

    public static String loadBalancer(JsonNode object) {
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
}
