package io.shiplog.resources.kinds.pod;

import io.shiplog.resources.defaults.Fill;
import io.shiplog.resources.pod.PodResources;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into pods and into the pod templates of workloads. */
public final class PodDefaults {
    private PodDefaults() {}

    /**
     * A pod: what its template would get, and requests from limits, the links to services, and the ports of its host.
     */
    public static void pod(ObjectNode pod) {
        ObjectNode spec = Fill.object(pod, "spec");
        for (String list : List.of("initContainers", "containers")) {
            Fill.each(spec, list, PodDefaults::requestsFromLimits);
        }
        if (spec.get("resources") instanceof ObjectNode resources) {
            whole(resources, PodResources.ofSpec(spec));
        }
        Fill.bool(spec, "enableServiceLinks", true);
        if (spec.path("terminationGracePeriodSeconds").asLong(0) < 0) {
            // What the shortest time was before there was a bound.
            spec.put("terminationGracePeriodSeconds", 1);
        }
        if (spec.path("hostNetwork").asBoolean(false)) {
            Fill.each(spec, "containers", PodDefaults::hostPorts);
            Fill.each(spec, "initContainers", PodDefaults::hostPorts);
        }
        spec(spec);
    }

    /** The {@code template} member of a workload's spec, made when absent. */
    public static void template(ObjectNode workloadSpec) {
        ObjectNode template = Fill.object(workloadSpec, "template");
        Fill.object(template, "metadata");
        spec(Fill.object(template, "spec"));
    }

    private static void spec(ObjectNode spec) {
        Fill.text(spec, "dnsPolicy", "ClusterFirst");
        Fill.text(spec, "restartPolicy", "Always");
        Fill.object(spec, "securityContext");
        Fill.number(spec, "terminationGracePeriodSeconds", 30);
        Fill.text(spec, "schedulerName", "default-scheduler");
        bothAccountNames(spec);
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            Fill.each(spec, list, ContainerDefaults::apply);
        }
        Fill.each(spec, "volumes", VolumeDefaults::apply);
    }

    /** The account has an old and a new name in the API; both are always shown. */
    private static void bothAccountNames(ObjectNode spec) {
        String account = spec.path("serviceAccountName").asString("");
        if (account.isEmpty()) {
            account = spec.path("serviceAccount").asString("");
        }
        if (!account.isEmpty()) {
            spec.put("serviceAccountName", account);
            spec.put("serviceAccount", account);
        }
    }

    private static void hostPorts(ObjectNode container) {
        Fill.each(container, "ports", port -> {
            if (port.path("hostPort").asInt(0) == 0) {
                port.set("hostPort", port.path("containerPort"));
            }
        });
    }

    /**
     * What a pod requests as a whole: what its containers request together, or else its limit; and its limit of huge
     * pages: theirs (defaultHugePagePodLimits and defaultPodRequests, v1.34).
     */
    private static void whole(ObjectNode resources, PodResources pod) {
        JsonNode requested = resources.path("requests");
        if (requested.isEmpty() && resources.path("limits").isEmpty()) {
            return;
        }
        pod.containerLimits().forEach((name, limit) -> {
            if (name.startsWith("hugepages-") && !requested.has(name)) {
                Fill.text(Fill.object(resources, "limits"), name, limit.toString());
            }
        });
        JsonNode limits = resources.path("limits");
        if (limits.isEmpty()) {
            return;
        }
        ObjectNode requests = Fill.object(resources, "requests");
        pod.containerRequests().forEach((name, request) -> {
            if (name.equals("cpu") || name.equals("memory")) {
                Fill.text(requests, name, request.toString());
            }
        });
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            if (PodResources.isOfWholes(limit.getKey())) {
                Fill.node(requests, limit.getKey(), limit.getValue());
            }
        }
    }

    private static void requestsFromLimits(ObjectNode container) {
        Fill.in(
                container,
                "resources",
                resources -> Fill.in(resources, "limits", limits -> {
                    if (limits.isEmpty()) {
                        return;
                    }
                    ObjectNode requests = Fill.object(resources, "requests");
                    for (Map.Entry<String, JsonNode> limit : limits.properties()) {
                        Fill.node(requests, limit.getKey(), limit.getValue());
                    }
                }));
    }
}
