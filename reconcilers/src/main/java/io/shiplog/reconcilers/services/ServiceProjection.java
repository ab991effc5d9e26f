package io.shiplog.reconcilers.services;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What steering and names need of Services and EndpointSlices, in Kubernetes' own shapes: everything else is left out,
 * so that what only changes in it writes nothing. Pure.
 */
final class ServiceProjection {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final List<String> SPEC = List.of(
            "type",
            "clusterIP",
            "clusterIPs",
            "externalIPs",
            "externalName",
            "ports",
            "sessionAffinity",
            "sessionAffinityConfig",
            "internalTrafficPolicy",
            "externalTrafficPolicy",
            "loadBalancerSourceRanges",
            "publishNotReadyAddresses");
    private static final List<String> ENDPOINT = List.of("addresses", "conditions", "hostname");

    private ServiceProjection() {}

    /** The service that a slice belongs to, empty if it belongs to none. */
    static String serviceOf(StoredObject slice) {
        return slice.facts().labels().getOrDefault(SERVICE_NAME, "");
    }

    /** What is needed of a Service. */
    static ObjectNode service(StoredObject stored) {
        ObjectNode service = Json.parse(stored.json());
        ObjectNode projection = Json.object();
        named(projection, stored);
        projection.set("spec", members(service.path("spec"), SPEC));
        JsonNode balancer = service.path("status").path("loadBalancer");
        if (!balancer.path("ingress").isEmpty()) {
            projection.putObject("status").set("loadBalancer", balancer);
        }
        return projection;
    }

    /**
     * What is needed of a slice: the endpoints that are ready, and those that still serve while they terminate
     * (KEP-1669).
     *
     * @param unready whether those that are not ready are published, too
     * @return null when no endpoint is left
     */
    static @Nullable ObjectNode slice(StoredObject stored, boolean unready) {
        ObjectNode slice = Json.parse(stored.json());
        ObjectNode projection = Json.object();
        ObjectNode metadata = named(projection, stored);
        metadata.putObject("labels").put(SERVICE_NAME, serviceOf(stored));
        projection.set("addressType", slice.path("addressType"));
        ArrayNode ports = projection.putArray("ports");
        slice.path("ports").forEach(port -> ports.add(members(port, List.of("name", "protocol", "port"))));
        ArrayNode endpoints = projection.putArray("endpoints");
        Predicate<JsonNode> asked = endpoint -> unready || mayBeAsked(endpoint.path("conditions"));
        slice.path("endpoints")
                .valueStream()
                .filter(asked)
                .forEach(endpoint -> endpoints.add(members(endpoint, ENDPOINT)));
        return endpoints.isEmpty() ? null : projection;
    }

    private static boolean mayBeAsked(JsonNode conditions) {
        return conditions.path("ready").asBoolean(true)
                || (conditions.path("serving").asBoolean(false)
                        && conditions.path("terminating").asBoolean(false));
    }

    private static ObjectNode named(ObjectNode projection, StoredObject stored) {
        return projection
                .putObject("metadata")
                .put("name", stored.key().name())
                .put("namespace", stored.key().namespace());
    }

    private static ObjectNode members(JsonNode from, List<String> names) {
        ObjectNode members = Json.object();
        for (String name : names) {
            if (from.hasNonNull(name)) {
                members.set(name, from.path(name));
            }
        }
        return members;
    }
}
