package io.shiplog.resources.kinds.service;

import static io.shiplog.resources.kinds.service.ServiceAllocations.address;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.json.Trees;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives the cluster's Services addresses of another range, because the machine's network that they had is another's
 * now. First the range is changed, then each Service gets what it is to have in one proposal: whoever is stopped in
 * between goes on from there. Pure.
 */
public final class ServiceMove {
    private static final GroupResource SERVICES = GroupResource.core("services");
    private static final ObjectKey RANGE = ObjectKey.cluster("kubernetes");

    private ServiceMove() {}

    /** What makes {@code range}, {@code 10.N.0.0/16}, the cluster's. */
    public static Decision to(View view, String range) {
        StoredObject current = view.get(ServiceRange.CIDRS, RANGE);
        if (current == null) {
            return new Decision.Refused(Refusal.internal("the cluster has no range of service addresses"));
        }
        ObjectNode object = Trees.of(current);
        ObjectNode spec = Trees.child(object, "spec");
        if (spec.path("cidrs").path(0).asString("").equals(range)) {
            return new Decision.Nothing(current);
        }
        spec.putArray("cidrs").add(range);
        return new Decision.Propose(List.of(Writes.replace(current, object)));
    }

    /** The Services that have an address of another range than the cluster's, in key order. */
    public static List<ObjectKey> left(View view) {
        ServiceRange range = ServiceRange.of(view);
        return view.list(SERVICES).stream()
                .filter(service -> isOutside(range, Trees.of(service)))
                .map(StoredObject::key)
                .toList();
    }

    /**
     * What gives a Service an address of the cluster's range: the one with the same last two numbers where nobody has
     * it, else a free one.
     */
    public static Decision of(View view, ObjectKey service) {
        StoredObject current = view.get(SERVICES, service);
        if (current == null) {
            return new Decision.Refused(Refusal.notFound(SERVICES, service.name()));
        }
        ServiceRange range = ServiceRange.of(view);
        ObjectNode object = Trees.of(current);
        if (!isOutside(range, object)) {
            return new Decision.Nothing(current);
        }
        String before = address(object);
        var allocation = new Allocation(view, service, object);
        String same = range.prefix() + before.substring(before.indexOf('.', before.indexOf('.') + 1) + 1);
        String given = allocation.takeAddress(same) ? same : allocation.anyAddress();
        if (given == null) {
            return new Decision.Refused(Refusal.internal("failed to allocate a serviceIP: range is full"));
        }
        allocation.releaseAddress(before);
        ObjectNode spec = Trees.child(object, "spec");
        spec.put("clusterIP", given);
        spec.putArray("clusterIPs").add(given);
        var writes = new ArrayList<Write>();
        writes.add(Writes.replace(current, object));
        writes.addAll(allocation.writes());
        return new Decision.Propose(writes);
    }

    private static boolean isOutside(ServiceRange range, ObjectNode service) {
        String address = address(service);
        return address.matches("\\d+(\\.\\d+){3}") && !address.startsWith(range.prefix());
    }
}
