package io.shiplog.apiserver.bootstrap;

import io.shiplog.resources.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The objects that every cluster has, as manifests. Pure. */
final class SystemObjects {
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private SystemObjects() {}

    /** What the others lie in. */
    static List<ObjectNode> first() {
        List<ObjectNode> objects = new ArrayList<>();
        for (String name : NAMESPACES) {
            objects.add(parse("""
                {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "%s"}}
                """.formatted(name)));
        }
        return objects;
    }

    /** Everything else. The first address of the range is the API's, the tenth cluster DNS's, as kubeadm has it. */
    static List<ObjectNode> rest(String serviceRange, String address, int port) {
        String prefix = serviceRange.substring(0, serviceRange.lastIndexOf('.') + 1);
        String api = prefix + "1";
        String dns = prefix + "10";
        return List.of(
                parse("""
                    {"kind": "ServiceCIDR", "apiVersion": "networking.k8s.io/v1", "metadata": {"name": "kubernetes"},
                     "spec": {"cidrs": ["%s"]}}
                    """.formatted(serviceRange)),
                parse("""
                    {"kind": "Service", "apiVersion": "v1",
                     "metadata": {"name": "kubernetes", "namespace": "default",
                       "labels": {"component": "apiserver", "provider": "kubernetes"}},
                     "spec": {"type": "ClusterIP", "clusterIP": "%s", "clusterIPs": ["%s"],
                       "ports": [{"name": "https", "protocol": "TCP", "port": 443, "targetPort": %d}]}}
                    """.formatted(api, api, port)),
                parse("""
                    {"kind": "Endpoints", "apiVersion": "v1",
                     "metadata": {"name": "kubernetes", "namespace": "default",
                       "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}},
                     "subsets": [{"addresses": [{"ip": "%s"}],
                       "ports": [{"name": "https", "port": %d, "protocol": "TCP"}]}]}
                    """.formatted(address, port)),
                parse("""
                    {"kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1",
                     "metadata": {"name": "kubernetes", "namespace": "default",
                       "labels": {"kubernetes.io/service-name": "kubernetes"}},
                     "addressType": "IPv4",
                     "endpoints": [{"addresses": ["%s"], "conditions": {"ready": true}}],
                     "ports": [{"name": "https", "port": %d, "protocol": "TCP"}]}
                    """.formatted(address, port)),
                parse("""
                    {"kind": "Service", "apiVersion": "v1",
                     "metadata": {"name": "kube-dns", "namespace": "kube-system",
                       "labels": {"k8s-app": "kube-dns", "kubernetes.io/cluster-service": "true",
                         "kubernetes.io/name": "CoreDNS"}},
                     "spec": {"type": "ClusterIP", "clusterIP": "%s", "clusterIPs": ["%s"],
                       "ports": [{"name": "dns", "protocol": "UDP", "port": 53, "targetPort": 53},
                         {"name": "dns-tcp", "protocol": "TCP", "port": 53, "targetPort": 53}]}}
                    """.formatted(dns, dns)),
                priority(
                        "system-node-critical",
                        2_000_001_000,
                        "Used for system critical pods that must not be moved from their current node."),
                priority(
                        "system-cluster-critical",
                        2_000_000_000,
                        "Used for system critical pods that must run in the cluster, but can be moved to another node"
                                + " if necessary."));
    }

    private static ObjectNode priority(String name, int value, String description) {
        ObjectNode object = Json.object();
        object.put("kind", "PriorityClass").put("apiVersion", "scheduling.k8s.io/v1");
        object.putObject("metadata").put("name", name);
        object.put("value", value).put("description", description);
        return object;
    }

    private static ObjectNode parse(String json) {
        return Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
