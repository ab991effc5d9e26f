package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.ReconcileContext;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.Watches;
import io.shiplog.reconcilers.endpoints.Subset.Address;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.objects.NamespacePhase;
import io.shiplog.reconcilers.objects.NewObject;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.ServiceFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the Endpoints of every Service with a selector (pkg/controller/endpoint, v1.34).
 *
 * <p>The rule: each pod that the Service selects, that has an address, has not ended and is not being deleted, is an
 * address of the subset of its ports: a ready one, or a not ready one. Services without a selector are left alone.
 * Addresses are compared as values; JSON is made only when something is written.
 */
public final class EndpointsReconciler implements Reconciler {
    static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String CONTROLLER = "endpoint-controller";

    /** More addresses are cut off, as upstream does; slices have them all. */
    private static final int MAX_ADDRESSES = 1000;

    @Override
    public String name() {
        return "endpoints";
    }

    @Override
    public Watches watches() {
        return Watches.own(Services.RESOURCE)
                .with(Endpoints.RESOURCE, (change, _) -> List.of(new ObjectRef(Services.RESOURCE, change.key())))
                .with(Pods.RESOURCE, ServiceTraffic::selecting);
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, ReconcileContext moment) {
        StoredObject stored = view.get(Services.RESOURCE, ref.key());
        StoredObject endpoints = view.get(Endpoints.RESOURCE, ref.key());
        if (stored == null) {
            // Endpoints that a user gave stay: with a view that has not seen the Service yet, they would be lost for
            // good.
            if (endpoints == null
                    || !CONTROLLER.equals(endpoints.facts().labels().get(MANAGED_BY))) {
                return Plan.EMPTY;
            }
            return plan("delete", ControllerDeletion.now(endpoints));
        }
        ServiceFacts service = ServiceFacts.of(stored);
        boolean ignored = service.selector().isEmpty()
                || service.isExternalName()
                || stored.facts().deleting()
                || NamespacePhase.isTerminating(view, ref.key().namespace());
        if (ignored) {
            return Plan.EMPTY;
        }
        List<StoredObject> served = ServicePods.of(view, stored);
        List<Subset> all = subsets(served, stored);
        List<Subset> subsets = Subset.truncated(all, MAX_ADDRESSES);
        boolean cut = subsets != all;
        Map<String, String> labels = ServicePods.labels(stored);
        labels.put(MANAGED_BY, CONTROLLER);
        if (endpoints == null) {
            var creation = new NewObject(Endpoints.RESOURCE, "v1", "Endpoints", ref.key(), moment);
            fill(creation.json(), labels, subsets, cut);
            Slices.note(creation.metadata(), ServicePods.trigger(stored, true, served, _ -> true));
            return plan("create", Optional.of(creation.write()));
        }
        Subset.Stored known = Subset.Stored.of(endpoints);
        List<Subset> before = known.subsets();
        boolean same = before != null
                && Subset.same(before, subsets)
                && known.truncated() == cut
                && labels.equals(endpoints.facts().labels());
        if (same) {
            return Plan.EMPTY;
        }
        Draft draft = Draft.of(endpoints);
        fill(draft.json(), labels, subsets, cut);
        Set<String> told = identities(before == null ? List.of() : before);
        boolean tolerated = service.traffic().publishesNotReady();
        Slices.note(
                draft.metadata(),
                ServicePods.trigger(
                        stored,
                        false,
                        served,
                        pod -> !told.contains(
                                pod.uid() + "@" + (tolerated || PodFacts.of(pod).isReady()))));
        return plan("update", draft.write());
    }

    private static Set<String> identities(List<Subset> subsets) {
        Set<String> identities = new HashSet<>();
        for (Subset subset : subsets) {
            subset.addresses().forEach(address -> identities.add(identity(address.target(), true)));
            subset.notReadyAddresses().forEach(address -> identities.add(identity(address.target(), false)));
        }
        return identities;
    }

    private static String identity(SliceEndpoint.@Nullable Target target, boolean ready) {
        return (target == null ? "" : target.uid()) + "@" + ready;
    }

    private static void fill(ObjectNode json, Map<String, String> labels, List<Subset> subsets, boolean cut) {
        ObjectNode metadata = Draft.object(json, "metadata");
        ServicePods.label(metadata, labels);
        if (cut) {
            Draft.object(metadata, "annotations").put(Subset.Stored.OVER_CAPACITY, "truncated");
        } else if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(Subset.Stored.OVER_CAPACITY);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        if (subsets.isEmpty()) {
            json.remove("subsets");
        } else {
            json.set("subsets", Subset.json(subsets));
        }
    }

    /** The subsets in the order of their ports, each with its addresses in their order. */
    private static List<Subset> subsets(List<StoredObject> served, StoredObject stored) {
        ServiceFacts service = ServiceFacts.of(stored);
        String addressType = service.addressTypes().getFirst();
        boolean portless = service.ports().isEmpty();
        boolean tolerated = service.traffic().publishesNotReady();
        TargetPorts ports = TargetPorts.of(service);
        Map<List<Integer>, List<Address>> ready = new HashMap<>();
        Map<List<Integer>, List<Address>> notReady = new HashMap<>();
        Set<List<Integer>> all = new LinkedHashSet<>();
        for (StoredObject target : served) {
            PodFacts pod = PodFacts.of(target);
            String ip = ServiceTraffic.address(pod, addressType);
            List<Integer> numbers = ports.numbers(pod);
            boolean reachable = portless ? service.isHeadless() : !TargetPorts.leadNowhere(numbers);
            if (ip == null || !reachable || pod.isTerminating() && !tolerated) {
                continue;
            }
            String node = pod.node();
            var address = new Address(
                    ip, ServicePods.hostname(stored, pod), node == null ? "" : node, ServicePods.target(target));
            all.add(numbers);
            (tolerated || pod.isReady() ? ready : notReady)
                    .computeIfAbsent(numbers, _ -> new ArrayList<>())
                    .add(address);
        }
        var subsets = new ArrayList<Subset>();
        for (List<Integer> numbers : all) {
            subsets.add(new Subset(
                    unnamedWithoutName(ports.json(numbers)),
                    sorted(ready.getOrDefault(numbers, List.of())),
                    sorted(notReady.getOrDefault(numbers, List.of()))));
        }
        subsets.sort(Comparator.comparing(subset -> subset.ports().toString()));
        return subsets;
    }

    private static List<Address> sorted(List<Address> addresses) {
        return addresses.stream().sorted(Address.BY_IP).toList();
    }

    /** Endpoints leave the empty name out, slices print it. */
    private static ArrayNode unnamedWithoutName(ArrayNode ports) {
        ports.forEach(port -> {
            if (port instanceof ObjectNode json
                    && json.path("name").asString("").isEmpty()) {
                json.remove("name");
            }
        });
        return ports;
    }

    private static Plan plan(String verb, Optional<PlannedWrite> write) {
        return write.map(one -> new Plan(List.of(new Step(verb, List.of(one))), null))
                .orElse(Plan.EMPTY);
    }
}
