package io.shiplog.reconcilers.endpoints;

import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One endpoint of a slice as a value: thousands of them are compared at each change of a Service's pods, so JSON is
 * made only of those that are written.
 *
 * @param address its one address
 * @param conditions whether it may be used
 * @param hostname the name that it has in its Service's domain; empty for none
 * @param place where it runs
 * @param target the object behind it, null for none
 */
record SliceEndpoint(
        String address,
        Conditions conditions,
        String hostname,
        Place place,
        @Nullable Target target) {

    /** Hints that are not printed are none, so that equal endpoints are equal values. */
    SliceEndpoint {
        boolean toZone = !place.zone().isEmpty();
        boolean toNode = place.hints() == Hints.ZONE_AND_NODE && !place.node().isEmpty();
        boolean ready = Boolean.TRUE.equals(conditions.ready());
        Hints told = !ready || place.hints() == Hints.NONE || !(toZone || toNode)
                ? Hints.NONE
                : toNode ? Hints.ZONE_AND_NODE : Hints.ZONE;
        place = told == place.hints() ? place : new Place(place.node(), place.zone(), told);
    }

    /** What is said of an endpoint; null: nothing is said. */
    record Conditions(
            @Nullable Boolean ready,
            @Nullable Boolean serving,
            @Nullable Boolean terminating) {}

    /** What an endpoint says of who should rather use it than others (the Service's trafficDistribution). */
    enum Hints {
        NONE,
        ZONE,
        ZONE_AND_NODE
    }

    /**
     * Where an endpoint runs.
     *
     * @param node its node's name; empty when nobody knows
     * @param zone its node's zone; empty for none
     * @param hints whether those near it should prefer it
     */
    record Place(String node, String zone, Hints hints) {}

    /** A reference to an object, each part empty when it is not told. */
    record Target(
            String kind,
            String namespace,
            String name,
            String uid,
            String apiVersion,
            String resourceVersion,
            String fieldPath) {

        static Target pod(String namespace, String name, String uid) {
            return new Target("Pod", namespace, name, uid, "", "", "");
        }

        static @Nullable Target read(JsonNode json) {
            return json.isObject()
                    ? new Target(
                            text(json, "kind"),
                            text(json, "namespace"),
                            text(json, "name"),
                            text(json, "uid"),
                            text(json, "apiVersion"),
                            text(json, "resourceVersion"),
                            text(json, "fieldPath"))
                    : null;
        }

        ObjectNode json() {
            ObjectNode json = Json.object();
            put(json, "kind", kind);
            put(json, "namespace", namespace);
            put(json, "name", name);
            put(json, "uid", uid);
            put(json, "apiVersion", apiVersion);
            put(json, "resourceVersion", resourceVersion);
            put(json, "fieldPath", fieldPath);
            return json;
        }
    }

    /** A pod is the same endpoint whatever its state; other endpoints, without a uid, are told apart by address. */
    record Identity(String uid, String address) {}

    Identity identity() {
        return new Identity(target == null ? "" : target.uid(), address);
    }

    /** The endpoint as slices print it. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        json.putArray("addresses").add(address);
        ObjectNode said = json.putObject("conditions");
        put(said, "ready", conditions.ready());
        put(said, "serving", conditions.serving());
        put(said, "terminating", conditions.terminating());
        put(json, "hostname", hostname);
        put(json, "nodeName", place.node());
        if (target != null) {
            json.set("targetRef", target.json());
        }
        put(json, "zone", place.zone());
        if (place.hints() != Hints.NONE) {
            ObjectNode hints = json.putObject("hints");
            if (!place.zone().isEmpty()) {
                hints.putArray("forZones").addObject().put("name", place.zone());
            }
            if (place.hints() == Hints.ZONE_AND_NODE) {
                hints.putArray("forNodes").addObject().put("name", place.node());
            }
        }
        return json;
    }

    /** What a slice's JSON says, or null when it says more or less than an endpoint of ours would. */
    static @Nullable SliceEndpoint read(JsonNode json) {
        JsonNode said = json.path("conditions");
        var conditions = new Conditions(truth(said, "ready"), truth(said, "serving"), truth(said, "terminating"));
        Hints hints = !json.path("hints").isObject()
                ? Hints.NONE
                : json.path("hints").has("forNodes") ? Hints.ZONE_AND_NODE : Hints.ZONE;
        var endpoint = new SliceEndpoint(
                json.path("addresses").path(0).asString(""),
                conditions,
                text(json, "hostname"),
                new Place(text(json, "nodeName"), text(json, "zone"), hints),
                Target.read(json.path("targetRef")));
        return Draft.same(endpoint.json(), json) ? endpoint : null;
    }

    private static String text(JsonNode json, String member) {
        return json.path(member).asString("");
    }

    private static @Nullable Boolean truth(JsonNode json, String member) {
        return json.path(member).isBoolean() ? (Boolean) json.path(member).asBoolean() : null;
    }

    private static void put(ObjectNode json, String member, String value) {
        if (!value.isEmpty()) {
            json.put(member, value);
        }
    }

    private static void put(ObjectNode json, String member, @Nullable Boolean value) {
        if (value != null) {
            json.put(member, value);
        }
    }
}
