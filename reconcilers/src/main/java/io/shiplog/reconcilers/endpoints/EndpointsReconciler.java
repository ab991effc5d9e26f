package io.shiplog.reconcilers.endpoints;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.shiplog.journal.Change;
import io.shiplog.journal.ObjectRef;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.journal.view.View;
import io.shiplog.reconcilers.Moment;
import io.shiplog.reconcilers.Plan;
import io.shiplog.reconcilers.Plan.Step;
import io.shiplog.reconcilers.Reconciler;
import io.shiplog.reconcilers.objects.Creation;
import io.shiplog.reconcilers.objects.Deletion;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.Namespaces;
import io.shiplog.reconcilers.objects.Pods;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the Endpoints of every Service with a selector (pkg/controller/endpoint, v1.34).
 *
 * <p>The rule: each pod that the Service selects, that has an address, has not ended and is not being deleted, is an
 * address of the subset of its ports: a ready one, or a not ready one. Services without a selector are left alone.
 */
public final class EndpointsReconciler implements Reconciler {
    static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String CONTROLLER = "endpoint-controller";
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

    /** More addresses are cut off, as upstream does; slices have them all. */
    private static final int MAX_ADDRESSES = 1000;

    @Override
    public String name() {
        return "endpoints";
    }

    @Override
    public Collection<ObjectRef> concerned(Change change, View view) {
        if (change.resource().equals(Resources.PODS)) {
            return Services.selecting(change, view);
        }
        boolean own = change.resource().equals(Resources.SERVICES)
                || change.resource().equals(Resources.ENDPOINTS);
        return own ? List.of(new ObjectRef(Resources.SERVICES, change.key())) : List.of();
    }

    @Override
    public Plan reconcile(View view, ObjectRef ref, Moment moment) {
        StoredObject stored = view.get(Resources.SERVICES, ref.key());
        StoredObject endpoints = view.get(Resources.ENDPOINTS, ref.key());
        if (stored == null) {
            // Endpoints that a user gave stay: with a view that has not seen the Service yet, they would be lost for
            // good.
            if (endpoints == null
                    || !CONTROLLER.equals(endpoints.facts().labels().get(MANAGED_BY))) {
                return Plan.EMPTY;
            }
            return plan("delete", Deletion.now(endpoints));
        }
        Service service = Services.of(stored);
        boolean ignored = Services.selector(service).isEmpty()
                || Services.isExternalName(service)
                || stored.facts().deleting()
                || Namespaces.isTerminating(view, ref.key().namespace());
        if (ignored) {
            return Plan.EMPTY;
        }
        ArrayNode subsets = subsets(view, stored, service);
        ObjectNode labels = ServedPods.labels(stored).put(MANAGED_BY, CONTROLLER);
        if (endpoints == null) {
            var creation = new Creation(Resources.ENDPOINTS, "v1", "Endpoints", ref.key(), moment);
            fill(creation.json(), labels, subsets);
            return plan("create", Optional.of(creation.write()));
        }
        Draft draft = Draft.of(endpoints);
        fill(draft.json(), labels, subsets);
        return plan("update", draft.write());
    }

    private static void fill(ObjectNode json, ObjectNode labels, ArrayNode subsets) {
        ObjectNode metadata = Draft.object(json, "metadata");
        ServedPods.label(metadata, labels);
        boolean cut = truncate(subsets);
        if (cut) {
            Draft.object(metadata, "annotations").put(OVER_CAPACITY, "truncated");
        } else if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(OVER_CAPACITY);
        }
        if (subsets.isEmpty()) {
            json.remove("subsets");
        } else {
            json.set("subsets", subsets);
        }
    }

    private static ArrayNode subsets(View view, StoredObject stored, Service service) {
        String addressType = Services.addressTypes(service).getFirst();
        boolean portless = Services.ports(service).isEmpty();
        Map<ArrayNode, ObjectNode> byPorts = new LinkedHashMap<>();
        for (StoredObject served : ServedPods.of(view, stored)) {
            Pod pod = Pods.of(served);
            String ip = Services.address(pod, addressType);
            boolean tolerated = Services.publishesNotReady(service);
            ArrayNode ports = TargetPorts.of(service, pod);
            boolean reachable = portless ? Services.isHeadless(service) : !ports.isEmpty();
            if (ip == null || !reachable || (Pods.isTerminating(pod) && !tolerated)) {
                continue;
            }
            ObjectNode subset = byPorts.computeIfAbsent(ports, _ -> Json.object());
            ObjectNode address = Json.object().put("ip", ip);
            ServedPods.describe(address, service, served);
            Draft.list(subset, tolerated || Pods.isReady(pod) ? "addresses" : "notReadyAddresses")
                    .add(address);
        }
        ArrayNode subsets = Json.mapper().createArrayNode();
        byPorts.forEach((ports, subset) -> {
            ObjectNode ordered = Json.object();
            ordered.setAll(subset);
            if (!ports.isEmpty()) {
                ordered.set("ports", unnamedWithoutName(ports));
            }
            subsets.add(ordered);
        });
        return subsets;
    }

    /** Endpoints leave the empty name out, slices print it. */
    private static ArrayNode unnamedWithoutName(ArrayNode ports) {
        ArrayNode copy = ports.deepCopy();
        copy.forEach(port -> {
            if (port instanceof ObjectNode json
                    && json.path("name").asString("").isEmpty()) {
                json.remove("name");
            }
        });
        return copy;
    }

    /** Keeps the first addresses, ready ones before others; whether any was cut off. */
    private static boolean truncate(ArrayNode subsets) {
        int left = MAX_ADDRESSES;
        boolean cut = false;
        for (String member : new String[] {"addresses", "notReadyAddresses"}) {
            for (var subset : subsets) {
                if (subset.get(member) instanceof ArrayNode addresses) {
                    while (addresses.size() > left) {
                        addresses.remove(addresses.size() - 1);
                        cut = true;
                    }
                    left -= addresses.size();
                    if (addresses.isEmpty()) {
                        ((ObjectNode) subset).remove(member);
                    }
                }
            }
        }
        subsets.removeIf(subset -> !subset.has("addresses") && !subset.has("notReadyAddresses"));
        return cut;
    }

    private static Plan plan(String verb, Optional<Write> write) {
        return write.map(one -> new Plan(List.of(new Step(verb, List.of(one))), null))
                .orElse(Plan.EMPTY);
    }
}
