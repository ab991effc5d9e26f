package io.shiplog.proxy.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Every name of the cluster's domain, as version 1.1.0 of the Kubernetes DNS-based service discovery specification has
 * them: addresses and SRV records of services, of headless services' endpoints with their host names, CNAMEs of
 * ExternalName services, PTR records back, and addresses of pods by their IP. Immutable; names are held in lower case
 * without the final dot.
 */
public final class Zone {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final String domain;
    private final Map<String, List<Answer>> records;

    private Zone(String domain, Map<String, List<Answer>> records) {
        this.domain = domain;
        this.records = records;
    }

    /** A record of the zone. */
    public sealed interface Answer {
        /** An IPv4 address. */
        record Address(String ip) implements Answer {}

        /** Another name, without the final dot. */
        record Alias(String target) implements Answer {}

        /** A port and the name of who serves it. */
        record Service(int port, String target) implements Answer {}

        /** The name of an address. */
        record Pointer(String target) implements Answer {}
    }

    /** A zone of services and their slices under {@code domain}, such as {@code cluster.local}. */
    public static Zone of(String domain, Collection<JsonNode> services, Collection<JsonNode> slices) {
        Map<String, List<Answer>> records = new HashMap<>();
        Map<String, List<JsonNode>> slicesOf = new HashMap<>();
        for (JsonNode slice : slices) {
            JsonNode metadata = slice.path("metadata");
            slicesOf.computeIfAbsent(
                            metadata.path("namespace").asString("") + "/"
                                    + metadata.path("labels").path(SERVICE_NAME).asString(""),
                            key -> new ArrayList<>())
                    .add(slice);
        }
        for (JsonNode service : services) {
            String namespace = service.path("metadata").path("namespace").asString("");
            String name = service.path("metadata").path("name").asString("");
            String full = (name + "." + namespace + ".svc." + domain).toLowerCase(Locale.ROOT);
            JsonNode spec = service.path("spec");
            String clusterIp = spec.path("clusterIP").asString("");
            // A namespace's or the zone's own nodes exist even though nothing is there: no name error below them.
            records.computeIfAbsent(full, key -> new ArrayList<>());
            if (spec.path("type").asString("ClusterIP").equals("ExternalName")) {
                add(
                        records,
                        full,
                        new Answer.Alias(undotted(spec.path("externalName").asString(""))));
            } else if (clusterIp.equals("None")) {
                headless(records, full, spec, slicesOf.getOrDefault(namespace + "/" + name, List.of()));
            } else if (!clusterIp.isEmpty()) {
                add(records, full, new Answer.Address(clusterIp));
                pointer(records, clusterIp, full);
                for (JsonNode port : spec.path("ports")) {
                    srv(
                            records,
                            full,
                            port.path("name").asString(""),
                            port,
                            port.path("port").asInt(0),
                            full);
                }
            }
        }
        return new Zone(domain.toLowerCase(Locale.ROOT), records);
    }

    /** Whether this zone decides about {@code name}: others are asked of the machine's own name servers. */
    public boolean covers(String name) {
        String lower = undotted(name).toLowerCase(Locale.ROOT);
        return lower.equals(domain) || lower.endsWith("." + domain) || records.containsKey(lower);
    }

    /** The records of {@code name}: empty when the name does not exist, an empty list when it has none. */
    public Optional<List<Answer>> lookup(String name) {
        String lower = undotted(name).toLowerCase(Locale.ROOT);
        List<Answer> known = records.get(lower);
        if (known != null) {
            return Optional.of(known);
        }
        String pods = ".pod." + domain;
        if (lower.endsWith(pods)) {
            String[] labels = lower.substring(0, lower.length() - pods.length()).split("\\.", -1);
            if (labels.length == 2 && labels[0].matches("\\d{1,3}(-\\d{1,3}){3}")) {
                return Optional.of(List.of(new Answer.Address(labels[0].replace('-', '.'))));
            }
        }
        return Optional.empty();
    }

    private static void headless(Map<String, List<Answer>> records, String full, JsonNode spec, List<JsonNode> slices) {
        boolean unready = spec.path("publishNotReadyAddresses").asBoolean(false);
        var addresses = new TreeSet<String>();
        for (JsonNode slice : slices) {
            for (JsonNode endpoint : slice.path("endpoints")) {
                String ip = endpoint.path("addresses").path(0).asString("");
                if (ip.isEmpty()
                        || !(unready
                                || endpoint.path("conditions").path("ready").asBoolean(true))) {
                    continue;
                }
                addresses.add(ip);
                String hostname = endpoint.path("hostname").asString(ip.replace('.', '-'));
                String host = hostname.toLowerCase(Locale.ROOT) + "." + full;
                add(records, host, new Answer.Address(ip));
                pointer(records, ip, host);
                for (JsonNode port : slice.path("ports")) {
                    srv(
                            records,
                            full,
                            port.path("name").asString(""),
                            port,
                            port.path("port").asInt(0),
                            host);
                }
            }
        }
        addresses.forEach(ip -> add(records, full, new Answer.Address(ip)));
    }

    private static void srv(
            Map<String, List<Answer>> records, String full, String name, JsonNode port, int number, String target) {
        if (!name.isEmpty()) {
            String protocol = port.path("protocol").asString("TCP").toLowerCase(Locale.ROOT);
            add(records, "_" + name + "._" + protocol + "." + full, new Answer.Service(number, target));
        }
    }

    private static void pointer(Map<String, List<Answer>> records, String ip, String target) {
        String[] parts = ip.split("\\.", -1);
        if (parts.length == 4) {
            add(
                    records,
                    parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa",
                    new Answer.Pointer(target));
        }
    }

    private static void add(Map<String, List<Answer>> records, String name, Answer answer) {
        List<Answer> all = records.computeIfAbsent(name, key -> new ArrayList<>());
        if (!all.contains(answer)) {
            all.add(answer);
        }
    }

    private static String undotted(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
