package io.shiplog.proxy.dns;

import io.shiplog.proxy.rules.Ipv4;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Every name of the cluster's domain, as version 1.1.0 of the Kubernetes DNS-based service discovery specification has
 * them: addresses and SRV records of services, of headless services' endpoints with their host names, CNAMEs of
 * ExternalName services, PTR records back, addresses of pods by their IP, and the specification's version. A name that
 * only has names below it exists (RFC 8020). Immutable; names are held in lower case without the final dot.
 */
public final class Zone {
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String SPECIFICATION = "1.1.0";

    private final String domain;
    private final Map<String, List<Answer>> records;

    private Zone(String domain, Map<String, List<Answer>> records) {
        this.domain = domain;
        this.records = records;
    }

    /** A record of the zone. */
    public sealed interface Answer {
        /** An address, of IPv4 or IPv6. */
        record Address(InetAddress ip) implements Answer {}

        /** Another name, without the final dot. */
        record Alias(String target) implements Answer {}

        /** A port and the name of who serves it. */
        record Service(int port, String target) implements Answer {}

        /** The name of an address. */
        record Pointer(String target) implements Answer {}

        /** At most 255 ASCII characters. */
        record Text(String value) implements Answer {}

        /** Who decides about the zone. */
        record Authority() implements Answer {}
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
        String below = "." + domain.toLowerCase(Locale.ROOT);
        add(records, below.substring(1), new Answer.Authority());
        add(records, "dns-version" + below, new Answer.Text(SPECIFICATION));
        records.put("svc" + below, new ArrayList<>());
        records.put("pod" + below, new ArrayList<>());
        for (JsonNode service : services) {
            String namespace = service.path("metadata").path("namespace").asString("");
            String name = service.path("metadata").path("name").asString("");
            String full = (name + "." + namespace + ".svc").toLowerCase(Locale.ROOT) + below;
            JsonNode spec = service.path("spec");
            List<InetAddress> clusterIps = addresses(spec);
            records.computeIfAbsent(namespace + ".svc" + below, key -> new ArrayList<>());
            if (spec.path("type").asString("ClusterIP").equals("ExternalName")) {
                String target = Name.lower(spec.path("externalName").asString(""));
                if (!target.isEmpty() && Name.encode(target).length > 0) {
                    add(records, full, new Answer.Alias(target));
                }
            } else if (spec.path("clusterIP").asString("").equals("None")) {
                headless(records, full, spec, slicesOf.getOrDefault(namespace + "/" + name, List.of()));
            } else if (!clusterIps.isEmpty()) {
                for (InetAddress ip : clusterIps) {
                    add(records, full, new Answer.Address(ip));
                    pointer(records, ip, full);
                }
                for (JsonNode port : spec.path("ports")) {
                    srv(records, full, port, port.path("port").asInt(0), full);
                }
            }
        }
        addNamesBetween(records, below);
        return new Zone(below.substring(1), records);
    }

    /** Adds the names that have nothing but names below them. */
    private static void addNamesBetween(Map<String, List<Answer>> records, String below) {
        for (String name : List.copyOf(records.keySet())) {
            if (name.endsWith(below)) {
                for (String parent = parent(name); parent.endsWith(below); parent = parent(parent)) {
                    records.computeIfAbsent(parent, key -> new ArrayList<>());
                }
            }
        }
    }

    private static String parent(String name) {
        return name.substring(name.indexOf('.') + 1);
    }

    private static List<InetAddress> addresses(JsonNode spec) {
        List<InetAddress> addresses = new ArrayList<>();
        address(spec.path("clusterIP").asString("")).ifPresent(addresses::add);
        for (JsonNode ip : spec.path("clusterIPs")) {
            address(ip.asString(""))
                    .filter(address -> !addresses.contains(address))
                    .ifPresent(addresses::add);
        }
        return addresses;
    }

    private static Optional<InetAddress> address(String text) {
        if (!Ipv4.isAddress(text) && text.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String domain() {
        return domain;
    }

    /** Whether this zone decides about {@code name}: others are asked of the machine's own name servers. */
    public boolean covers(String name) {
        String lower = Name.lower(name);
        return lower.equals(domain) || lower.endsWith("." + domain) || records.containsKey(lower);
    }

    /** The records of {@code name}: empty when the name does not exist, an empty list when it has none. */
    public Optional<List<Answer>> lookup(String name) {
        String lower = Name.lower(name);
        List<Answer> known = records.get(lower);
        if (known != null) {
            return Optional.of(known);
        }
        String pods = ".pod." + domain;
        if (lower.endsWith(pods)) {
            String[] labels = lower.substring(0, lower.length() - pods.length()).split("\\.", -1);
            if (labels.length == 1) {
                return Optional.of(List.of());
            }
            String ip = labels[0].replace('-', '.');
            if (labels.length == 2 && Ipv4.isAddress(ip)) {
                return Optional.of(List.of(new Answer.Address(InetAddress.ofLiteral(ip))));
            }
        }
        return Optional.empty();
    }

    private static void headless(Map<String, List<Answer>> records, String full, JsonNode spec, List<JsonNode> slices) {
        boolean unready = spec.path("publishNotReadyAddresses").asBoolean(false);
        for (JsonNode slice : slices) {
            for (JsonNode endpoint : slice.path("endpoints")) {
                Optional<InetAddress> ip =
                        address(endpoint.path("addresses").path(0).asString(""));
                if (ip.isEmpty()
                        || !(unready
                                || endpoint.path("conditions").path("ready").asBoolean(true))) {
                    continue;
                }
                add(records, full, new Answer.Address(ip.get()));
                String unnamed = ip.get().getHostAddress().replace('.', '-').replace(':', '-');
                String host = endpoint.path("hostname").asString(unnamed).toLowerCase(Locale.ROOT) + "." + full;
                add(records, host, new Answer.Address(ip.get()));
                pointer(records, ip.get(), host);
                for (JsonNode port : slice.path("ports")) {
                    srv(records, full, port, port.path("port").asInt(0), host);
                }
            }
        }
    }

    private static void srv(Map<String, List<Answer>> records, String full, JsonNode port, int number, String target) {
        String name = port.path("name").asString("");
        if (!name.isEmpty()) {
            String protocol = port.path("protocol").asString("TCP");
            add(
                    records,
                    ("_" + name + "._" + protocol).toLowerCase(Locale.ROOT) + "." + full,
                    new Answer.Service(number, target));
        }
    }

    private static void pointer(Map<String, List<Answer>> records, InetAddress ip, String target) {
        var name = new StringBuilder();
        byte[] bytes = ip.getAddress();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes.length == 4) {
                name.append(bytes[i] & 0xFF).append('.');
            } else {
                name.append(Integer.toHexString(bytes[i] & 0xF))
                        .append('.')
                        .append(Integer.toHexString(bytes[i] >> 4 & 0xF))
                        .append('.');
            }
        }
        add(records, name + (bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa"), new Answer.Pointer(target));
    }

    private static void add(Map<String, List<Answer>> records, String name, Answer answer) {
        List<Answer> all = records.computeIfAbsent(name, key -> new ArrayList<>());
        if (!all.contains(answer)) {
            all.add(answer);
        }
    }
}
