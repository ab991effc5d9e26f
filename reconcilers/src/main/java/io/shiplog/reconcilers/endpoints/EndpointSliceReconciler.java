package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.shiplog.journal.Change;
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
import io.shiplog.reconcilers.objects.Pods;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the EndpointSlices of every Service with a selector (pkg/controller/endpointslice, v1.34).
 *
 * <p>The rule: each pod that the Service selects, that has an address and has not ended, is an endpoint that says whether it
 * is ready, serving and terminating; endpoints with the same ports share slices of at most 100. A Service without endpoints
 * has one empty slice per address type. When the Service goes, the garbage collector takes its slices.
 */
public final class EndpointSliceReconciler implements Reconciler {
    static final String CONTROLLER = "endpointslice-controller.k8s.io";
    private static final String ZONE = "topology.kubernetes.io/zone";

    @Override
    public String name() {
        return "endpointslice";
    }

    @Override
    public Collection<ObjectRef> concerned(Change change, View view) {
        if (change.resource().equals(Resources.SERVICES)) {
            return List.of(new ObjectRef(Resources.SERVICES, change.key()));
        }
        if (change.resource().equals(Resources.PODS)) {
            return Services.selecting(change, view);
        }
        Set<ObjectRef> refs = new LinkedHashSet<>();
        if (change.resource().equals(Resources.ENDPOINT_SLICES)) {
            addService(change.before(), refs);
            addService(change.after(), refs);
        }
        return refs;
    }

    private static void addService(@Nullable StoredObject slice, Set<ObjectRef> refs) {
        Map<String, String> labels = slice == null ? Map.of() : slice.facts().labels();
        String service = labels.get(SliceOwner.SERVICE_NAME);
        if (slice != null && service != null && CONTROLLER.equals(labels.get(SliceOwner.MANAGED_BY))) {
            refs.add(new ObjectRef(Resources.SERVICES, new ObjectKey(slice.key().namespace(), service)));
        }
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, Moment moment) {
        StoredObject stored = view.get(Resources.SERVICES, ref.key());
        if (stored == null || stored.facts().deleting()) {
            return Plan.EMPTY;
        }
        Service service = Services.of(stored);
        boolean ignored = Services.selector(service).isEmpty()
                || Services.isExternalName(service)
                || Namespaces.isTerminating(view, ref.key().namespace());
        if (ignored) {
            return Plan.EMPTY;
        }
        var groups = new ArrayList<SliceGroup>();
        List<StoredObject> served = ServedPods.of(view, stored);
        for (String addressType : Services.addressTypes(service)) {
            groups.addAll(groups(view, service, addressType, served));
        }
        SliceOwner owner = SliceOwner.of(stored, "Service", CONTROLLER, ServedPods.labels(stored));
        List<StoredObject> existing = Slices.existing(view, stored, CONTROLLER);
        List<Write> writes = Slices.writes(view, owner, groups, existing, moment);
        return writes.isEmpty() ? Plan.EMPTY : new Plan(List.of(new Step("update", writes)), null);
    }

    private static List<SliceGroup> groups(View view, Service service, String addressType, List<StoredObject> served) {
        Map<ArrayNode, List<ObjectNode>> byPorts = new LinkedHashMap<>();
        for (StoredObject stored : served) {
            Pod pod = Pods.of(stored);
            String address = Services.address(pod, addressType);
            ArrayNode ports = TargetPorts.of(service, pod);
            boolean reachable = !ports.isEmpty() || Services.ports(service).isEmpty();
            if (address != null && reachable) {
                byPorts.computeIfAbsent(ports, _ -> new ArrayList<>()).add(endpoint(view, service, stored, address));
            }
        }
        if (byPorts.isEmpty()) {
            return List.of(new SliceGroup(addressType, Json.mapper().createArrayNode(), List.of()));
        }
        var groups = new ArrayList<SliceGroup>();
        byPorts.forEach((ports, endpoints) -> groups.add(new SliceGroup(addressType, ports, endpoints)));
        return groups;
    }

    private static ObjectNode endpoint(View view, Service service, StoredObject stored, String address) {
        Pod pod = Pods.of(stored);
        boolean serving = Pods.isReady(pod);
        boolean terminating = Pods.isTerminating(pod);
        ObjectNode endpoint = Json.object();
        endpoint.putArray("addresses").add(address);
        endpoint.putObject("conditions")
                .put("ready", Services.publishesNotReady(service) || (serving && !terminating))
                .put("serving", serving)
                .put("terminating", terminating);
        ServedPods.describe(endpoint, service, stored);
        String node = Pods.nodeName(pod);
        StoredObject host = node == null ? null : view.get(Resources.NODES, ObjectKey.cluster(node));
        String zone = host == null ? null : host.facts().labels().get(ZONE);
        if (zone != null) {
            endpoint.put("zone", zone);
        }
        return endpoint;
    }
}
