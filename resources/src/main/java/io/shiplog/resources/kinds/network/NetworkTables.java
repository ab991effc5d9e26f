package io.shiplog.resources.kinds.network;

import io.shiplog.resources.kinds.service.ServiceTables;
import io.shiplog.resources.table.Cell;
import io.shiplog.resources.table.Read;
import io.shiplog.resources.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tables of ingresses, policies and addresses. */
public final class NetworkTables {
    private NetworkTables() {}

    public static TableSpec ingresses() {
        return TableSpec.named()
                .text("Class", "Ingress class", Cell.text("spec.ingressClassName", Read.NONE))
                .text("Hosts", "Hosts that the rules name", Cell.text(NetworkTables::hosts))
                .text("Address", "Addresses of the load balancer", Cell.text(ServiceTables::loadBalancer))
                .text(
                        "Ports",
                        "Ports that are open",
                        Cell.text(ingress -> Read.at(ingress, "spec.tls").isEmpty() ? "80" : "80, 443"))
                .age();
    }

    public static TableSpec ingressClasses() {
        return TableSpec.named()
                .text("Controller", "Controller of the class", Cell.text("spec.controller", ""))
                .text("Parameters", "Object with the parameters", Cell.text(NetworkTables::parameters))
                .age();
    }

    public static TableSpec networkPolicies() {
        return TableSpec.named()
                .text(
                        "Pod-Selector",
                        "Pods that the policy is about",
                        Cell.text(policy -> Read.selector(Read.at(policy, "spec.podSelector"))))
                .age();
    }

    public static TableSpec ipAddresses() {
        return TableSpec.named().text("ParentRef", "Object that has the address", Cell.text(NetworkTables::parent));
    }

    public static TableSpec serviceCidrs() {
        return TableSpec.named()
                .text("CIDRs", "Ranges of addresses", Cell.text(range -> Read.texts(Read.at(range, "spec.cidrs"), ",")))
                .age();
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
