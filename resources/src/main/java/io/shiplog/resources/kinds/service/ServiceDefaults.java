package io.shiplog.resources.kinds.service;

import io.shiplog.resources.defaults.Fill;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What upstream fills into services, endpoints and the other networking kinds; addresses are the API server's to give.
 */
public final class ServiceDefaults {
    private static final int AFFINITY_SECONDS = 10_800;

    private ServiceDefaults() {}

    public static void service(ObjectNode service) {
        ObjectNode spec = Fill.object(service, "spec");
        Fill.text(spec, "sessionAffinity", "None");
        Fill.text(spec, "type", "ClusterIP");
        if (spec.path("sessionAffinity").asString("").equals("None")) {
            spec.remove("sessionAffinityConfig");
        } else if (spec.path("sessionAffinity").asString("").equals("ClientIP")) {
            ObjectNode client = Fill.object(Fill.object(spec, "sessionAffinityConfig"), "clientIP");
            Fill.number(client, "timeoutSeconds", AFFINITY_SECONDS);
        }
        Fill.each(spec, "ports", ServiceDefaults::port);
        String type = spec.path("type").asString("");
        if (type.equals("ExternalName")) {
            return;
        }
        if (type.equals("NodePort")
                || type.equals("LoadBalancer")
                || !spec.path("externalIPs").isEmpty()) {
            Fill.text(spec, "externalTrafficPolicy", "Cluster");
        }
        Fill.text(spec, "internalTrafficPolicy", "Cluster");
        if (type.equals("LoadBalancer")) {
            Fill.bool(spec, "allocateLoadBalancerNodePorts", true);
        }
        boolean anyFamily = spec.path("clusterIP").asString("").equals("None")
                && spec.path("selector").isEmpty();
        if (anyFamily) {
            bothFamilies(spec);
        } else if (spec.path("ipFamilies").isEmpty()) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        Fill.text(spec, "ipFamilyPolicy", "SingleStack");
    }

    /** Whose endpoints nobody selects and whose address nobody gives may have endpoints of both families. */
    private static void bothFamilies(ObjectNode spec) {
        Fill.text(spec, "ipFamilyPolicy", "RequireDualStack");
        if (spec.path("ipFamilies").isEmpty()) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        if (!spec.path("ipFamilyPolicy").asString("").equals("SingleStack")
                && spec.get("ipFamilies") instanceof ArrayNode families
                && families.size() == 1) {
            families.add(families.get(0).asString("").equals("IPv6") ? "IPv4" : "IPv6");
        }
    }

    private static void port(ObjectNode port) {
        Fill.text(port, "protocol", "TCP");
        boolean zero =
                port.path("targetPort").isInt() && port.path("targetPort").intValue() == 0;
        if (zero || Fill.isAbsent(port, "targetPort")) {
            port.set("targetPort", port.path("port"));
        }
    }

    public static void endpoints(ObjectNode endpoints) {
        Fill.each(
                endpoints, "subsets", subset -> Fill.each(subset, "ports", port -> Fill.text(port, "protocol", "TCP")));
    }

    public static void endpointSlice(ObjectNode slice) {
        Fill.each(slice, "ports", port -> {
            if (!port.has("name")) {
                port.put("name", "");
            }
            Fill.text(port, "protocol", "TCP");
        });
    }
}
