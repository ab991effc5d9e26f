package io.shiplog.reconcilers.endpoints;

import io.shiplog.journal.Change;
import io.shiplog.journal.ObjectFacts.Owner;
import io.shiplog.journal.ObjectKey;
import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.journal.view.View;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.objects.Namespaces;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mirrors Endpoints that a user gave to a Service without selector into EndpointSlices, which is what proxies read
 * (pkg/controller/endpointslicemirroring, v1.34). The garbage collector takes the slices when the Endpoints go.
 */
public final class EndpointSliceMirroringReconciler implements Reconciler {
    static final String CONTROLLER = "endpointslicemirroring-controller.k8s.io";
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
    private static final int MAX_ADDRESSES_PER_SUBSET = 1000;

    @Override
    public String name() {
        return "endpointslicemirroring";
    }

    @Override
    public Collection<ObjectRef> concerned(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        if (change.resource().equals(Resources.SERVICES) || change.resource().equals(Resources.ENDPOINTS)) {
            refs.add(new ObjectRef(Resources.ENDPOINTS, change.key()));
        } else if (change.resource().equals(Resources.ENDPOINT_SLICES)) {
            addEndpoints(change.before(), refs);
            addEndpoints(change.after(), refs);
        }
        return refs;
    }

    private static void addEndpoints(@Nullable StoredObject slice, Set<ObjectRef> refs) {
        Owner owner = slice == null ? null : slice.facts().controller();
        if (slice != null && owner != null && owner.kind().equals("Endpoints")) {
            refs.add(
                    new ObjectRef(Resources.ENDPOINTS, new ObjectKey(slice.key().namespace(), owner.name())));
        }
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, Moment moment) {
        StoredObject stored = view.get(Resources.ENDPOINTS, ref.key());
        StoredObject service = view.get(Resources.SERVICES, ref.key());
        if (stored == null || service == null) {
            return Plan.EMPTY;
        }
        if (stored.facts().deleting()
                || Namespaces.isTerminating(view, ref.key().namespace())) {
            return Plan.EMPTY;
        }
        ObjectNode json = Json.parse(stored.json());
        boolean mirrored = Services.selector(Services.of(service)).isEmpty()
                && !"true".equals(stored.facts().labels().get(SKIP))
                && json.path("metadata").path("annotations").path(LEADER).isMissingNode();
        ObjectNode labels = Json.object();
        stored.facts().labels().forEach(labels::put);
        SliceOwner owner = SliceOwner.of(stored, "Endpoints", CONTROLLER, labels);
        List<SliceGroup> groups = mirrored ? groups(json) : List.of();
        List<StoredObject> existing = Slices.existing(view, stored, CONTROLLER);
        List<Write> writes = Slices.writes(view, owner, groups, existing, moment);
        return writes.isEmpty() ? Plan.EMPTY : new Plan(List.of(new Step("update", writes)), null);
    }

    private record GroupKey(String addressType, ArrayNode ports) {}

    private static List<SliceGroup> groups(ObjectNode endpoints) {
        Map<GroupKey, List<ObjectNode>> byPorts = new LinkedHashMap<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            ArrayNode ports = ports(subset.path("ports"));
            int left = MAX_ADDRESSES_PER_SUBSET;
            for (String member : new String[] {"addresses", "notReadyAddresses"}) {
                for (JsonNode address : subset.path(member)) {
                    if (left-- > 0) {
                        String type = Services.addressType(address.path("ip").asString(""));
                        byPorts.computeIfAbsent(new GroupKey(type, ports), _ -> new ArrayList<>())
                                .add(endpoint(address, member.equals("addresses")));
                    }
                }
            }
        }
        var groups = new ArrayList<SliceGroup>();
        byPorts.forEach((key, list) -> groups.add(new SliceGroup(key.addressType(), key.ports(), list)));
        return groups;
    }

    private static ArrayNode ports(JsonNode given) {
        ArrayNode ports = Json.mapper().createArrayNode();
        for (JsonNode port : given) {
            ObjectNode copy = Json.object();
            copy.put("name", port.path("name").asString(""))
                    .put("port", port.path("port").asInt())
                    .put("protocol", port.path("protocol").asString("TCP"));
            if (port.has("appProtocol")) {
                copy.set("appProtocol", port.path("appProtocol"));
            }
            ports.add(copy);
        }
        return ports;
    }

    private static ObjectNode endpoint(JsonNode address, boolean ready) {
        ObjectNode endpoint = Json.object();
        endpoint.putArray("addresses").add(address.path("ip").asString(""));
        endpoint.putObject("conditions").put("ready", ready);
        for (String member : new String[] {"hostname", "nodeName", "targetRef"}) {
            if (address.has(member)) {
                endpoint.set(member, address.path(member).deepCopy());
            }
        }
        return endpoint;
    }
}
