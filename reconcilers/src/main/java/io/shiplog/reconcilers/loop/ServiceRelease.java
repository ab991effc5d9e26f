package io.shiplog.reconcilers.loop;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.objects.Resources;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.service.ServiceAllocations;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes together with a Service that a controller deletes, as with one that a user deletes: its address, its node ports
 * and its Endpoints, whoever gave them.
 */
final class ServiceRelease {
    private ServiceRelease() {}

    /** The deletions to propose along with {@code write}; none unless it deletes a Service. */
    static List<Write> with(View view, Write write) {
        StoredObject stored = write.object() != null || !write.resource().equals(Resources.SERVICES)
                ? null
                : view.get(write.resource(), write.key());
        if (stored == null) {
            return List.of();
        }
        ObjectNode service = Json.parse(stored.json());
        var writes = new ArrayList<Write>();
        String address = ServiceAllocations.address(service);
        if (!address.isEmpty()) {
            release(view, Resources.IP_ADDRESSES, address, stored, writes);
        }
        for (int port : ServiceAllocations.nodePorts(service)) {
            release(view, Resources.NODE_PORTS, Integer.toString(port), stored, writes);
        }
        StoredObject endpoints = view.get(Resources.ENDPOINTS, write.key());
        if (endpoints != null
                && endpoints.resourceVersion() != 0
                && endpoints.facts().finalizers().isEmpty()) {
            writes.add(Write.delete(endpoints));
        }
        return writes;
    }

    private static void release(
            View view, GroupResource resource, String name, StoredObject service, List<Write> writes) {
        StoredObject held = view.get(resource, ObjectKey.cluster(name));
        // One that is only proposed has no base yet: the next Service that wants it finds that nobody holds it.
        if (held != null
                && held.resourceVersion() != 0
                && ServiceAllocations.isHeldBy(
                        Json.parse(held.json()),
                        service.key().namespace(),
                        service.key().name())) {
            writes.add(Write.delete(held));
        }
    }
}
