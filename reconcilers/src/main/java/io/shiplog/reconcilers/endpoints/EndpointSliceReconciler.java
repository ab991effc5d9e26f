package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.Change;
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
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.resources.facts.Indexes;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.ServiceFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the EndpointSlices of every Service with a selector (pkg/controller/endpointslice, v1.34).
 *
 * <p>The rule: each pod that the Service selects, that has an address and has not ended, and whose node is known, is an
 * endpoint that says whether it is ready, serving and terminating; endpoints with the same ports share slices of at
 * most 100. A Service without endpoints has one empty slice per address type. When the Service goes, the garbage
 * collector takes its slices; one that says it is the Service's but does not belong to it is deleted.
 *
 * <p>A reconcile looks at all pods of the Service, but as values: JSON is read and made of the slices that change only.
 */
public final class EndpointSliceReconciler implements Reconciler {
    static final String CONTROLLER = "endpointslice-controller.k8s.io";
    private static final String ZONE = "topology.kubernetes.io/zone";

    @Override
    public String name() {
        return "endpointslice";
    }

    @Override
    public Watches watches() {
        return Watches.own(Services.RESOURCE)
                .with(Pods.RESOURCE, ServiceTraffic::selecting)
                .with(Nodes.RESOURCE, EndpointSliceReconciler::servicesOn)
                .with(Endpoints.SLICE_RESOURCE, EndpointSliceReconciler::serviceOrSlice);
    }

    private static Collection<ObjectRef> serviceOrSlice(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        addService(change.before(), refs);
        addService(change.after(), refs);
        StoredObject slice = change.after();
        Owner owner = slice == null ? null : slice.facts().controller();
        if (slice != null && isOurs(slice) && (owner == null || !owner.kind().equals("Service"))) {
            refs.add(new ObjectRef(Endpoints.SLICE_RESOURCE, slice.key()));
        }
        return refs;
    }

    private static boolean isOurs(StoredObject slice) {
        return CONTROLLER.equals(slice.facts().labels().get(SliceOwner.MANAGED_BY));
    }

    private static void addService(@Nullable StoredObject slice, Set<ObjectRef> refs) {
        String service = slice == null ? null : slice.facts().labels().get(SliceOwner.SERVICE_NAME);
        if (slice != null && service != null && isOurs(slice)) {
            refs.add(new ObjectRef(Services.RESOURCE, new ObjectKey(slice.key().namespace(), service)));
        }
    }

    /** The Services of the pods on a node that came, went or moved to another zone. */
    private static Collection<ObjectRef> servicesOn(Change change, View view) {
        Set<ObjectRef> refs = new LinkedHashSet<>();
        StoredObject before = change.before();
        StoredObject after = change.after();
        if (before != null && after != null && zone(before).equals(zone(after))) {
            return refs;
        }
        for (StoredObject pod : view.by(Indexes.PODS_BY_NODE, change.key().name())) {
            refs.addAll(ServiceTraffic.selecting(new Change(null, pod, change.resourceVersion()), view));
        }
        return refs;
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        if (ref.resource().equals(Endpoints.SLICE_RESOURCE)) {
            return strayed(view, ref);
        }
        StoredObject stored = view.get(Services.RESOURCE, ref.key());
        if (stored == null || stored.facts().deleting()) {
            return Plan.EMPTY;
        }
        ServiceFacts service = ServiceFacts.of(stored);
        boolean ignored = service.selector().isEmpty()
                || service.isExternalName()
                || NamespacePhase.isTerminating(view, ref.key().namespace());
        if (ignored) {
            return Plan.EMPTY;
        }
        var groups = new ArrayList<SliceGroup>();
        List<StoredObject> all = ServicePods.of(view, stored);
        List<StoredObject> served = service.traffic().publishesNotReady()
                ? all
                : all.stream()
                        .filter(pod -> node(view, PodFacts.of(pod)) != null)
                        .toList();
        TargetPorts ports = TargetPorts.of(service);
        for (String addressType : service.addressTypes()) {
            groups.addAll(groups(view, stored, addressType, ports, served));
        }
        SliceOwner owner = SliceOwner.service(stored, CONTROLLER, ServicePods.labels(stored));
        List<StoredObject> existing = Slices.existing(view, stored, CONTROLLER);
        Slices.Layout layout = Slices.layout(view, owner, groups, existing, moment);
        if (layout.isEmpty()) {
            return Plan.EMPTY;
        }
        String trigger = ServicePods.trigger(
                stored, existing.isEmpty(), served, pod -> isTouched(pod, layout.touched(), service));
        return new Plan(List.of(new Step("update", layout.writes(trigger))), null);
    }

    private static boolean isTouched(StoredObject pod, Set<SliceEndpoint.Identity> touched, ServiceFacts service) {
        for (String addressType : service.addressTypes()) {
            String address = ServiceTraffic.address(PodFacts.of(pod), addressType);
            if (address != null && touched.contains(new SliceEndpoint.Identity(pod.uid(), address))) {
                return true;
            }
        }
        return false;
    }

    /** A slice with our labels that does not belong to the Service it names would be projection to for ever. */
    private static Plan strayed(View view, ObjectRef ref) {
        StoredObject slice = view.get(ref.resource(), ref.key());
        String name = slice == null ? null : slice.facts().labels().get(SliceOwner.SERVICE_NAME);
        if (slice == null || name == null || !isOurs(slice)) {
            return Plan.EMPTY;
        }
        StoredObject service =
                view.get(Services.RESOURCE, new ObjectKey(ref.key().namespace(), name));
        boolean strayed = service != null
                && slice.facts().owners().stream()
                        .noneMatch(owner -> owner.uid().equals(service.uid()));
        List<PlannedWrite> deletion =
                strayed ? ControllerDeletion.now(slice).stream().toList() : List.of();
        return deletion.isEmpty() ? Plan.EMPTY : new Plan(List.of(new Step("delete", deletion)), null);
    }

    private static List<SliceGroup> groups(
            View view, StoredObject service, String addressType, TargetPorts ports, List<StoredObject> served) {
        Map<List<Integer>, List<SliceEndpoint>> byPorts = new LinkedHashMap<>();
        for (StoredObject stored : served) {
            PodFacts pod = PodFacts.of(stored);
            String address = ServiceTraffic.address(pod, addressType);
            if (address != null) {
                byPorts.computeIfAbsent(ports.numbers(pod), _ -> new ArrayList<>())
                        .add(endpoint(view, service, stored, address));
            }
        }
        if (byPorts.isEmpty()) {
            return List.of(new SliceGroup(addressType, Json.mapper().createArrayNode(), List.of()));
        }
        var groups = new ArrayList<SliceGroup>();
        byPorts.forEach(
                (numbers, endpoints) -> groups.add(new SliceGroup(addressType, ports.json(numbers), endpoints)));
        return groups;
    }

    private static SliceEndpoint endpoint(View view, StoredObject service, StoredObject stored, String address) {
        ServiceFacts facts = ServiceFacts.of(service);
        PodFacts pod = PodFacts.of(stored);
        boolean serving = pod.isReady();
        boolean terminating = pod.isTerminating();
        boolean ready = facts.traffic().publishesNotReady() || serving && !terminating;
        String node = pod.node();
        return new SliceEndpoint(
                address,
                new SliceEndpoint.Conditions(ready, serving, terminating),
                ServicePods.hostname(service, pod),
                new SliceEndpoint.Place(node == null ? "" : node, zone(node(view, pod)), ServiceTraffic.hints(facts)),
                ServicePods.target(stored));
    }

    private static @Nullable StoredObject node(View view, PodFacts pod) {
        String name = pod.node();
        return name == null ? null : view.get(Nodes.RESOURCE, ObjectKey.cluster(name));
    }

    private static String zone(@Nullable StoredObject node) {
        return node == null ? "" : node.facts().labels().getOrDefault(ZONE, "");
    }
}
