package io.shiplog.apiserver.join;

import io.shiplog.resources.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a node gets.
 *
 * @param certificate its own, as PEM: for its servers, and as a client
 * @param authority the certificate of the cluster's authority, as PEM
 * @param kafka client properties by which it gets into Kafka; where they name no password, it gets in by its
 *     certificate
 * @param where where the cluster is
 */
public record Joined(String certificate, String authority, Map<String, String> kafka, Whereabouts where) {
    public Joined {
        kafka = Map.copyOf(kafka);
    }

    /** A password may be in it. */
    @Override
    public String toString() {
        return "what a node gets of " + where;
    }

    /** As JSON. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("certificate", certificate).put("authority", authority);
        ObjectNode properties = json.putObject("kafka");
        new TreeMap<>(kafka).forEach(properties::put);
        json.set("where", where.json());
        return json;
    }

    /** Reads the body of an answer. */
    public static Joined read(byte[] body) {
        ObjectNode json = Json.parse(body);
        var kafka = new HashMap<String, String>();
        json.path("kafka")
                .properties()
                .forEach(each -> kafka.put(each.getKey(), each.getValue().asString("")));
        return new Joined(
                json.path("certificate").asString(""),
                json.path("authority").asString(""),
                kafka,
                Whereabouts.read(json.path("where")));
    }
}
