package io.shiplog.resources.kinds.service;

import static io.shiplog.resources.json.Trees.child;
import static io.shiplog.resources.json.Trees.metadata;
import static io.shiplog.resources.json.Trees.number;
import static io.shiplog.resources.json.Trees.text;
import static io.shiplog.resources.kinds.service.ServiceAllocations.address;
import static io.shiplog.resources.kinds.service.ServiceAllocations.nodePorts;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Companions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Services: gives them addresses and node ports, and takes them back, and their Endpoints away, whoever gave those. */
final class ServiceCompanions implements Companions {
    @Override
    public Decision creating(View view, ObjectKey key, ObjectNode service) {
        Allocation allocation = new Allocation(view, key, service);
        Refusal refusal = wantsAddress(service) ? giveAddress(allocation, key, service) : null;
        return allocated(allocation, refusal == null ? givePorts(allocation, key, service, Set.of()) : refusal);
    }

    @Override
    public Decision updating(View view, ObjectKey key, ObjectNode old, ObjectNode service) {
        Allocation allocation = new Allocation(view, key, service);
        String before = address(old);
        boolean needs = wantsAddress(service)
                && (address(service).isEmpty() || !address(service).equals(before));
        Refusal refusal = needs ? giveAddress(allocation, key, service) : null;
        if (!before.isEmpty() && !before.equals(address(service))) {
            allocation.releaseAddress(before);
        }
        Set<Integer> held = nodePorts(old);
        if (refusal == null) {
            refusal = givePorts(allocation, key, service, held);
        }
        Set<Integer> kept = nodePorts(service);
        held.stream().filter(port -> !kept.contains(port)).forEach(allocation::releasePort);
        return allocated(allocation, refusal);
    }

    private static Decision allocated(Allocation allocation, @Nullable Refusal refusal) {
        return refusal == null ? new Decision.Propose(allocation.writes()) : new Decision.Refused(refusal);
    }

    @Override
    public List<Write> deleting(View view, StoredObject old) {
        ObjectNode service = Trees.of(old);
        Allocation allocation = new Allocation(view, old.key(), service);
        if (!address(service).isEmpty()) {
            allocation.releaseAddress(address(service));
        }
        nodePorts(service).forEach(allocation::releasePort);
        var writes = new ArrayList<>(allocation.writes());
        StoredObject endpoints = view.get(Endpoints.RESOURCE, old.key());
        if (endpoints != null
                && endpoints.resourceVersion() != 0
                && endpoints.facts().finalizers().isEmpty()) {
            writes.add(Write.delete(endpoints));
        }
        return writes;
    }

    private static @Nullable Refusal giveAddress(Allocation allocation, ObjectKey key, ObjectNode service) {
        ObjectNode spec = child(service, "spec");
        String wanted = text(spec, "clusterIP");
        String given;
        if (wanted.isEmpty()) {
            given = allocation.anyAddress();
            if (given == null) {
                return Refusal.internal("failed to allocate a serviceIP: range is full");
            }
        } else {
            String problem = allocation.addressProblem(wanted);
            if (problem == null && !allocation.takeAddress(wanted)) {
                problem = "failed to allocate IP " + wanted + ": provided IP is already allocated";
            }
            if (problem != null) {
                return invalid(key, "spec.clusterIPs", "[\"" + wanted + "\"]", problem);
            }
            given = wanted;
        }
        spec.put("clusterIP", given);
        spec.putArray("clusterIPs").add(given);
        if (!spec.has("ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        if (!spec.has("ipFamilyPolicy")) {
            spec.put("ipFamilyPolicy", "SingleStack");
        }
        return null;
    }

    private static @Nullable Refusal givePorts(
            Allocation allocation, ObjectKey key, ObjectNode service, Set<Integer> held) {
        boolean wanted = wantsPorts(service);
        int index = 0;
        Set<Integer> taken = new HashSet<>(held);
        List<ObjectNode> open = new ArrayList<>();
        for (JsonNode port : service.path("spec").path("ports")) {
            int chosen = (int) number(port, 0, "nodePort");
            if (chosen == 0 && wanted && port instanceof ObjectNode object) {
                open.add(object);
            } else if (chosen != 0 && wanted && taken.add(chosen)) {
                Refusal refusal = takePort(allocation, key, index, chosen);
                if (refusal != null) {
                    return refusal;
                }
            }
            index++;
        }
        for (ObjectNode port : open) {
            Integer free = allocation.anyPort(taken);
            if (free == null) {
                return Refusal.internal("failed to allocate a nodePort: range is full");
            }
            taken.add(free);
            port.put("nodePort", free.intValue());
        }
        return null;
    }

    private static @Nullable Refusal takePort(Allocation allocation, ObjectKey key, int index, int chosen) {
        String problem = null;
        if (chosen < ServiceRange.FIRST_PORT || chosen > ServiceRange.LAST_PORT) {
            problem = "provided port is not in the valid range. The range of valid ports is " + ServiceRange.FIRST_PORT
                    + "-" + ServiceRange.LAST_PORT;
        } else if (!allocation.takePort(chosen)) {
            problem = "provided port is already allocated";
        }
        return problem == null
                ? null
                : invalid(key, "spec.ports[" + index + "].nodePort", Integer.toString(chosen), problem);
    }

    private static boolean wantsAddress(ObjectNode service) {
        return !text(service, "spec", "type").equals("ExternalName")
                && !text(service, "spec", "clusterIP").equals("None");
    }

    private static boolean wantsPorts(ObjectNode service) {
        String type = text(service, "spec", "type");
        return type.equals("NodePort")
                || type.equals("LoadBalancer")
                        && service.path("spec")
                                .path("allocateLoadBalancerNodePorts")
                                .asBoolean(true);
    }

    private static Refusal invalid(ObjectKey key, String field, String value, String why) {
        return Refusal.invalid(
                "",
                "Service",
                key.name(),
                List.of(new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + why, field)));
    }

    /** The uid of a service's tree, from which what is made for it takes its own. */
    static String uid(ObjectNode service) {
        return text(metadata(service), "uid");
    }

    static @Nullable String created(ObjectNode service) {
        String time = text(metadata(service), "creationTimestamp");
        return time.isEmpty() ? null : time;
    }
}
