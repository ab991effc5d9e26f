package io.shiplog.reconcilers.endpoints;

import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.journal.view.View;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.objects.Creation;
import io.shiplog.reconcilers.objects.Deletion;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.reconcilers.objects.SafeNames;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lays endpoints out over slices so that few slices change (k8s.io/endpointslice's reconciler, v1.34): an endpoint stays in
 * the slice that has it, new ones fill the fullest slices, then slices that nobody needs any more, then new slices.
 */
final class Slices {
    static final int MAX_ENDPOINTS = 100;

    private final SliceOwner owner;
    private final List<Draft> kept = new ArrayList<>();
    private final List<Draft> free = new ArrayList<>();
    private final List<SliceGroup> unplaced = new ArrayList<>();

    private Slices(SliceOwner owner) {
        this.owner = owner;
    }

    /** The slices that {@code controller} made for {@code owner}. */
    static List<StoredObject> existing(View view, StoredObject owner, String controller) {
        return view.ownedBy(owner.uid()).stream()
                .filter(slice -> slice.resource().equals(Resources.ENDPOINT_SLICES))
                .filter(slice -> controller.equals(slice.facts().labels().get(SliceOwner.MANAGED_BY)))
                .filter(slice -> !slice.facts().deleting())
                .sorted(Comparator.comparing(StoredObject::key))
                .toList();
    }

    /** The writes that make {@code existing} into slices of {@code groups}. */
    static List<Write> writes(
            View view, SliceOwner owner, List<SliceGroup> groups, List<StoredObject> existing, Moment moment) {
        var slices = new Slices(owner);
        slices.free.addAll(existing.stream().map(Draft::of).toList());
        groups.forEach(slices::place);
        return slices.finish(view, moment);
    }

    private void place(SliceGroup group) {
        List<Draft> mine =
                free.stream().filter(slice -> isOf(slice.json(), group)).toList();
        Map<String, ObjectNode> waiting = new LinkedHashMap<>();
        group.endpoints().forEach(endpoint -> waiting.put(identity(endpoint), endpoint));
        for (Draft slice : mine) {
            ArrayNode stay = Json.mapper().createArrayNode();
            for (JsonNode endpoint : slice.json().path("endpoints")) {
                ObjectNode now = waiting.remove(identity(endpoint));
                if (now != null) {
                    stay.add(now);
                }
            }
            slice.json().set("endpoints", stay);
        }
        var rest = new ArrayList<>(waiting.values());
        mine.stream()
                .sorted(Comparator.comparingInt(
                                (Draft slice) -> endpoints(slice).size())
                        .reversed())
                .forEach(slice -> fill(endpoints(slice), rest));
        for (Draft slice : mine) {
            if (!endpoints(slice).isEmpty()) {
                free.remove(slice);
                kept.add(slice);
            }
        }
        boolean placeholder = group.endpoints().isEmpty();
        while (!rest.isEmpty() || placeholder) {
            placeholder = false;
            ArrayNode next = Json.mapper().createArrayNode();
            fill(next, rest);
            var endpoints = new ArrayList<ObjectNode>();
            next.forEach(endpoint -> endpoints.add((ObjectNode) endpoint));
            unplaced.add(new SliceGroup(group.addressType(), group.ports(), endpoints));
        }
    }

    private static void fill(ArrayNode endpoints, List<ObjectNode> rest) {
        while (endpoints.size() < MAX_ENDPOINTS && !rest.isEmpty()) {
            endpoints.add(rest.removeFirst());
        }
    }

    private List<Write> finish(View view, Moment moment) {
        var writes = new ArrayList<Write>();
        Set<String> taken = new HashSet<>();
        for (SliceGroup group : unplaced) {
            Draft recycled = free.stream()
                    .filter(slice ->
                            slice.json().path("addressType").asString("").equals(group.addressType()))
                    .findFirst()
                    .orElse(null);
            if (recycled == null) {
                writes.add(made(view, group, taken, moment));
            } else {
                free.remove(recycled);
                recycled.json().set("endpoints", list(group.endpoints()));
                recycled.json().set("ports", group.ports());
                kept.add(recycled);
            }
        }
        for (Draft slice : kept) {
            ServedPods.label(slice.metadata(), owner.labels().deepCopy());
            if (slice.changed()) {
                long generation = slice.metadata().path("generation").asLong(0);
                slice.metadata().put("generation", generation + 1);
            }
            slice.write().ifPresent(writes::add);
        }
        free.forEach(slice -> Deletion.now(slice.stored()).ifPresent(writes::add));
        return writes;
    }

    private Write made(View view, SliceGroup group, Set<String> taken, Moment moment) {
        ObjectKey key = freeKey(view, group, taken);
        var slice = new Creation(Resources.ENDPOINT_SLICES, "discovery.k8s.io/v1", "EndpointSlice", key, moment);
        slice.metadata().put("generateName", prefix()).put("generation", 1);
        slice.metadata().set("labels", owner.labels().deepCopy());
        slice.controlledBy(owner.reference());
        slice.json().put("addressType", group.addressType());
        slice.json().set("endpoints", list(group.endpoints()));
        slice.json().set("ports", group.ports());
        return slice.write();
    }

    private ObjectKey freeKey(View view, SliceGroup group, Set<String> taken) {
        for (int index = 0; ; index++) {
            String name =
                    SafeNames.generated(prefix(), owner.stored().uid(), group.addressType(), Integer.toString(index));
            var key = new ObjectKey(owner.stored().key().namespace(), name);
            if (taken.add(name) && view.get(Resources.ENDPOINT_SLICES, key) == null) {
                return key;
            }
        }
    }

    private String prefix() {
        return owner.stored().key().name() + "-";
    }

    private static boolean isOf(ObjectNode slice, SliceGroup group) {
        return slice.path("addressType").asString("").equals(group.addressType())
                && Draft.same(ports(slice.get("ports")), group.ports());
    }

    private static JsonNode ports(@Nullable JsonNode ports) {
        return ports == null || ports.isNull() ? Json.mapper().createArrayNode() : ports;
    }

    private static ArrayNode endpoints(Draft slice) {
        return Draft.list(slice.json(), "endpoints");
    }

    private static ArrayNode list(List<ObjectNode> endpoints) {
        ArrayNode list = Json.mapper().createArrayNode();
        endpoints.forEach(list::add);
        return list;
    }

    /** A pod is the same endpoint whatever its state; other endpoints are told apart by address. */
    private static String identity(JsonNode endpoint) {
        String address = endpoint.path("addresses").path(0).asString("");
        return endpoint.path("targetRef").path("uid").asString("") + "@" + address;
    }
}
