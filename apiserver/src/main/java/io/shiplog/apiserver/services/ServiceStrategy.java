package io.shiplog.apiserver.services;

import static io.shiplog.apiserver.store.Documents.child;
import static io.shiplog.apiserver.store.Documents.metadata;
import static io.shiplog.apiserver.store.Documents.number;
import static io.shiplog.apiserver.store.Documents.text;
import static io.shiplog.resources.kinds.service.ServiceAllocations.address;
import static io.shiplog.resources.kinds.service.ServiceAllocations.nodePorts;

import io.shiplog.apiserver.status.ApiStatus.Cause;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.store.Documents;
import io.shiplog.apiserver.store.Strategy;
import io.shiplog.apiserver.store.Subject;
import io.shiplog.journal.State;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Services: gives them addresses and node ports, and takes them back, and their Endpoints away, whoever gave those. */
public final class ServiceStrategy implements Strategy {
    private static final GroupResource ENDPOINTS = GroupResource.core("endpoints");

    @Override
    public boolean createOnUpdate() {
        return true;
    }

    @Override
    public boolean returnsDeleted() {
        return true;
    }

    @Override
    public List<Write> creating(State state, Subject subject, ObjectNode service) {
        Allocation allocation = new Allocation(state, subject, service);
        if (wantsAddress(service)) {
            giveAddress(allocation, subject, service);
        }
        givePorts(allocation, subject, service, Set.of());
        return allocation.writes();
    }

    @Override
    public List<Write> updating(State state, Subject subject, ObjectNode old, ObjectNode service) {
        Allocation allocation = new Allocation(state, subject, service);
        String before = address(old);
        if (wantsAddress(service)) {
            if (address(service).isEmpty() || !address(service).equals(before)) {
                giveAddress(allocation, subject, service);
            }
        }
        if (!before.isEmpty() && !before.equals(address(service))) {
            allocation.releaseAddress(before);
        }
        Set<Integer> held = nodePorts(old);
        givePorts(allocation, subject, service, held);
        Set<Integer> kept = nodePorts(service);
        held.stream().filter(port -> !kept.contains(port)).forEach(allocation::releasePort);
        return allocation.writes();
    }

    @Override
    public List<Write> deleting(State state, StoredObject old) {
        ObjectNode service = Documents.tree(old);
        Allocation allocation = new Allocation(state, old.key(), service);
        if (!address(service).isEmpty()) {
            allocation.releaseAddress(address(service));
        }
        nodePorts(service).forEach(allocation::releasePort);
        var writes = new ArrayList<>(allocation.writes());
        StoredObject endpoints = state.get(ENDPOINTS, old.key());
        if (endpoints != null && endpoints.facts().finalizers().isEmpty()) {
            writes.add(Write.delete(endpoints));
        }
        return writes;
    }

    private static void giveAddress(Allocation allocation, Subject subject, ObjectNode service) {
        ObjectNode spec = child(service, "spec");
        String wanted = text(spec, "clusterIP");
        String given;
        if (wanted.isEmpty()) {
            given = allocation.anyAddress();
            if (given == null) {
                throw Failures.internal("failed to allocate a serviceIP: range is full")
                        .exception();
            }
        } else {
            String problem = allocation.addressProblem(wanted);
            if (problem == null && !allocation.takeAddress(wanted)) {
                problem = "failed to allocate IP " + wanted + ": provided IP is already allocated";
            }
            if (problem != null) {
                throw invalid(subject, "spec.clusterIPs", "[\"" + wanted + "\"]", problem);
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
    }

    private static void givePorts(Allocation allocation, Subject subject, ObjectNode service, Set<Integer> held) {
        boolean wanted = wantsPorts(service);
        int index = 0;
        Set<Integer> taken = new HashSet<>(held);
        List<ObjectNode> open = new ArrayList<>();
        for (JsonNode port : service.path("spec").path("ports")) {
            int chosen = (int) number(port, 0, "nodePort");
            if (chosen == 0 && wanted && port instanceof ObjectNode object) {
                open.add(object);
            } else if (chosen != 0 && wanted && taken.add(chosen)) {
                takePort(allocation, subject, index, chosen);
            }
            index++;
        }
        for (ObjectNode port : open) {
            Integer free = allocation.anyPort(taken);
            if (free == null) {
                throw Failures.internal("failed to allocate a nodePort: range is full")
                        .exception();
            }
            taken.add(free);
            port.put("nodePort", free.intValue());
        }
    }

    private static void takePort(Allocation allocation, Subject subject, int index, int chosen) {
        String problem = null;
        if (chosen < ServiceRange.FIRST_PORT || chosen > ServiceRange.LAST_PORT) {
            problem = "provided port is not in the valid range. The range of valid ports is " + ServiceRange.FIRST_PORT
                    + "-" + ServiceRange.LAST_PORT;
        } else if (!allocation.takePort(chosen)) {
            problem = "provided port is already allocated";
        }
        if (problem != null) {
            throw invalid(subject, "spec.ports[" + index + "].nodePort", Integer.toString(chosen), problem);
        }
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

    private static RuntimeException invalid(Subject subject, String field, String value, String why) {
        return Failures.invalid(
                        "",
                        "Service",
                        subject.name(),
                        List.of(new Cause("FieldValueInvalid", "Invalid value: " + value + ": " + why, field)))
                .exception();
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
