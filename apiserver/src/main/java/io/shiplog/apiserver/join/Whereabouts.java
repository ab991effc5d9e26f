package io.shiplog.apiserver.join;

import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a cluster is, for its nodes.
 *
 * @param cluster the cluster's name, with which its topics begin
 * @param bootstrapServers where its Kafka takes nodes
 * @param dnsServers which name servers pods ask
 */
public record Whereabouts(String cluster, String bootstrapServers, List<String> dnsServers) {
    public Whereabouts {
        dnsServers = List.copyOf(dnsServers);
    }

    /** As JSON. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("cluster", cluster).put("bootstrapServers", bootstrapServers);
        var list = json.putArray("dnsServers");
        dnsServers.forEach(list::add);
        return json;
    }

    /** Reads what {@link #json} made. */
    public static Whereabouts read(JsonNode json) {
        var dnsServers = new ArrayList<String>();
        json.path("dnsServers").forEach(server -> dnsServers.add(server.asString("")));
        return new Whereabouts(
                json.path("cluster").asString(""), json.path("bootstrapServers").asString(""), dnsServers);
    }
}
