package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.Decoder;
import io.shiplog.objects.StoredObject;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.write.Draft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One subset of Endpoints as a value: addresses that have the same ports.
 *
 * @param ports as Endpoints print them; an empty list when there are none
 * @param addresses those that are ready
 * @param notReadyAddresses those that are not
 */
record Subset(ArrayNode ports, List<Address> addresses, List<Address> notReadyAddresses) {

    /**
     * One address.
     *
     * @param hostname the name that it has in its Service's domain; empty for none
     * @param node its node's name; empty when nobody knows
     * @param target what is behind it, null for nothing
     */
    record Address(String ip, String hostname, String node, SliceEndpoint.@Nullable Target target) {
        static final Comparator<Address> BY_IP = Comparator.comparing(Address::ip)
                .thenComparing(address ->
                        address.target() == null ? "" : address.target().uid());

        ObjectNode json() {
            ObjectNode json = Json.object().put("ip", ip);
            if (!hostname.isEmpty()) {
                json.put("hostname", hostname);
            }
            if (!node.isEmpty()) {
                json.put("nodeName", node);
            }
            if (target != null) {
                json.set("targetRef", target.json());
            }
            return json;
        }

        static Address read(JsonNode json) {
            return new Address(
                    json.path("ip").asString(""),
                    json.path("hostname").asString(""),
                    json.path("nodeName").asString(""),
                    SliceEndpoint.Target.read(json.path("targetRef")));
        }
    }

    /**
     * What stored Endpoints say.
     *
     * @param subsets all of them, or null when they say more than subsets of ours would
     * @param truncated whether an annotation tells that addresses were cut off
     */
    record Stored(@Nullable List<Subset> subsets, boolean truncated) {
        private static final Decoder<Stored> DECODER = new Decoder<>(Stored.class, json -> read(Json.parse(json)));
        static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

        /** What {@code endpoints} say. It is read once per version of the object and kept with it. */
        static Stored of(StoredObject endpoints) {
            return endpoints.facts(DECODER);
        }

        private static Stored read(ObjectNode json) {
            JsonNode annotations = json.path("metadata").path("annotations");
            boolean truncated = annotations.path(OVER_CAPACITY).asString("").equals("truncated");
            var subsets = new ArrayList<Subset>();
            JsonNode given = json.get("subsets");
            if (given != null) {
                given.forEach(subset -> subsets.add(Subset.read(subset)));
            }
            boolean exact = given == null || Draft.same(Subset.json(subsets), given);
            return new Stored(exact ? List.copyOf(subsets) : null, truncated);
        }
    }

    Subset {
        addresses = List.copyOf(addresses);
        notReadyAddresses = List.copyOf(notReadyAddresses);
    }

    int size() {
        return addresses.size() + notReadyAddresses.size();
    }

    private static Subset read(JsonNode json) {
        ArrayNode ports = json.get("ports") instanceof ArrayNode given
                ? given
                : Json.mapper().createArrayNode();
        return new Subset(ports, addresses(json.path("addresses")), addresses(json.path("notReadyAddresses")));
    }

    private static List<Address> addresses(JsonNode json) {
        var addresses = new ArrayList<Address>();
        json.forEach(address -> addresses.add(Address.read(address)));
        return addresses;
    }

    static ArrayNode json(List<Subset> subsets) {
        ArrayNode list = Json.mapper().createArrayNode();
        for (Subset subset : subsets) {
            ObjectNode json = list.addObject();
            put(json, "addresses", subset.addresses());
            put(json, "notReadyAddresses", subset.notReadyAddresses());
            if (!subset.ports().isEmpty()) {
                json.set("ports", subset.ports());
            }
        }
        return list;
    }

    private static void put(ObjectNode json, String member, List<Address> addresses) {
        if (!addresses.isEmpty()) {
            ArrayNode list = json.putArray(member);
            addresses.forEach(address -> list.add(address.json()));
        }
    }

    /** Whether two lists of subsets say the same, ports compared by content. */
    static boolean same(List<Subset> a, List<Subset> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            boolean same = a.get(i).addresses().equals(b.get(i).addresses())
                    && a.get(i).notReadyAddresses().equals(b.get(i).notReadyAddresses())
                    && Draft.same(a.get(i).ports(), b.get(i).ports());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /**
     * At most {@code limit} addresses, ready ones before others, each subset cut in proportion (the endpoints
     * controller's truncateEndpoints, v1.34); {@code subsets} itself when it has no more.
     */
    static List<Subset> truncated(List<Subset> subsets, int limit) {
        int ready =
                subsets.stream().mapToInt(subset -> subset.addresses().size()).sum();
        int all = subsets.stream().mapToInt(Subset::size).sum();
        if (all <= limit) {
            return subsets;
        }
        boolean cutsReady = ready > limit;
        int room = cutsReady ? limit : limit - ready;
        int total = cutsReady ? ready : all - ready;
        int left = room;
        var cut = new ArrayList<Subset>();
        for (Subset subset : subsets) {
            List<Address> from = cutsReady ? subset.addresses() : subset.notReadyAddresses();
            int share = Math.min(left, Math.ceilDiv(from.size() * room, total));
            List<Address> kept = from.subList(0, Math.min(share, from.size()));
            left -= kept.size();
            var smaller = cutsReady
                    ? new Subset(subset.ports(), kept, List.of())
                    : new Subset(subset.ports(), subset.addresses(), kept);
            if (smaller.size() > 0) {
                cut.add(smaller);
            }
        }
        return cut;
    }
}
