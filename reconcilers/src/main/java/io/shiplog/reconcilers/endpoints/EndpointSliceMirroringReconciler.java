package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.resources.facts.ServiceFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Mirrors Endpoints that a user gave to a Service without selector into EndpointSlices, which is what proxies read
 * (pkg/controller/endpointslicemirroring, v1.34). The slices go when they are no longer to be mirrored or the Service
 * goes; the garbage collector takes them when the Endpoints go.
 */
public final class EndpointSliceMirroringReconciler implements Reconciler {
    static final String CONTROLLER = "endpointslicemirroring-controller.k8s.io";
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
    private static final int MAX_ADDRESSES_PER_SUBSET = 1000;
    private static final Set<String> NOT_COPIED =
            Set.of(Slices.TRIGGER, "kubectl.kubernetes.io/last-applied-configuration");

    @Override
    public String name() {
        return "endpointslicemirroring";
    }

    @Override
    public Watches watches() {
        return Watches.own(Endpoints.RESOURCE)
                .with(Services.RESOURCE, (change, _) -> List.of(new ObjectRef(Endpoints.RESOURCE, change.key())))
                .with(Endpoints.SLICE_RESOURCE, Watches.each(EndpointSliceMirroringReconciler::endpointsOf));
    }

    private static @Nullable ObjectRef endpointsOf(StoredObject slice) {
        Owner owner = slice.facts().controller();
        return owner != null && owner.kind().equals("Endpoints")
                ? new ObjectRef(Endpoints.RESOURCE, new ObjectKey(slice.key().namespace(), owner.name()))
                : null;
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(Endpoints.RESOURCE, ref.key());
        StoredObject service = view.get(Services.RESOURCE, ref.key());
        if (stored == null) {
            return Plan.EMPTY;
        }
        if (stored.facts().deleting()
                || NamespacePhase.isTerminating(view, ref.key().namespace())) {
            return Plan.EMPTY;
        }
        List<StoredObject> existing = Slices.existing(view, stored, CONTROLLER);
        boolean wanted = service != null
                && ServiceFacts.of(service).selector().isEmpty()
                && !"true".equals(stored.facts().labels().get(SKIP));
        if (!wanted && existing.isEmpty()) {
            return Plan.EMPTY;
        }
        ObjectNode json = Json.parse(stored.json());
        JsonNode annotations = json.path("metadata").path("annotations");
        boolean mirrored = wanted && annotations.path(LEADER).isMissingNode();
        SliceOwner owner = SliceOwner.endpoints(stored, CONTROLLER, copied(annotations), MAX_ADDRESSES_PER_SUBSET);
        List<SliceGroup> groups = mirrored ? groups(json) : List.of();
        List<PlannedWrite> writes =
                Slices.layout(view, owner, groups, existing, moment).writes();
        return writes.isEmpty() ? Plan.EMPTY : new Plan(List.of(new Step("update", writes)), null);
    }

    private static Map<String, String> copied(JsonNode annotations) {
        var copied = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            if (!NOT_COPIED.contains(annotation.getKey())) {
                copied.put(annotation.getKey(), annotation.getValue().asString(""));
            }
        }
        return copied;
    }

    private record GroupKey(String addressType, ArrayNode ports) {}

    private static List<SliceGroup> groups(ObjectNode endpoints) {
        Map<GroupKey, List<SliceEndpoint>> byPorts = new LinkedHashMap<>();
        for (JsonNode subset : endpoints.path("subsets")) {
            ArrayNode ports = ports(subset.path("ports"));
            int left = MAX_ADDRESSES_PER_SUBSET;
            for (String member : new String[] {"addresses", "notReadyAddresses"}) {
                for (JsonNode address : subset.path(member)) {
                    if (left-- > 0) {
                        String type =
                                ServiceTraffic.addressType(address.path("ip").asString(""));
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

    private static SliceEndpoint endpoint(JsonNode address, boolean ready) {
        return new SliceEndpoint(
                address.path("ip").asString(""),
                new SliceEndpoint.Conditions(ready, null, null),
                address.path("hostname").asString(""),
                new SliceEndpoint.Place(address.path("nodeName").asString(""), "", SliceEndpoint.Hints.NONE),
                SliceEndpoint.Target.read(address.path("targetRef")));
    }
}
