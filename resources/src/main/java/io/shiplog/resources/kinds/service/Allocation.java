package io.shiplog.resources.kinds.service;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Writes;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.network.Networking;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one Service takes and gives back in one proposal. An address is an {@code ipaddresses.networking.k8s.io} object
 * of its name, a node port an internal one of its number. One whose Service is gone, or no longer has it, counts as
 * free and is taken over.
 */
final class Allocation {
    private static final GroupResource ADDRESSES = Networking.ADDRESSES.resource();
    private static final GroupResource PORTS = AllocatedNodePorts.RESOURCE;

    private final View view;
    private final ObjectKey service;
    private final String serviceUid;
    private final @Nullable String created;
    private final List<Write> writes = new ArrayList<>();

    Allocation(View view, ObjectKey key, ObjectNode service) {
        this.view = view;
        this.service = key;
        this.serviceUid = ServiceCompanions.uid(service);
        this.created = ServiceCompanions.created(service);
    }

    List<Write> writes() {
        return List.copyOf(writes);
    }

    /** Takes an address that is free, null when none is. Where the search begins depends on the Service's uid. */
    @Nullable
    String anyAddress() {
        ServiceRange range = ServiceRange.of(view);
        int size = ServiceRange.dynamicAddresses();
        int start = Math.floorMod(serviceUid.hashCode(), size);
        for (int i = 0; i < size; i++) {
            String address = range.dynamicAddress((start + i) % size);
            if (takeAddress(address)) {
                return address;
            }
        }
        return null;
    }

    /** Why a chosen address cannot be had by any Service, null when it lies in the cluster's range. */
    @Nullable
    String addressProblem(String address) {
        return ServiceRange.of(view).addressProblem(address);
    }

    /** Takes an address; false when another Service has it. */
    boolean takeAddress(String address) {
        return take(ADDRESSES, address, addressObject(address), "clusterIP");
    }

    void releaseAddress(String address) {
        release(ADDRESSES, address);
    }

    /** Takes a node port that is free, null when none is. */
    @Nullable
    Integer anyPort(Set<Integer> except) {
        int size = ServiceRange.LAST_PORT - ServiceRange.FIRST_DYNAMIC_PORT + 1;
        int start = Math.floorMod(serviceUid.hashCode() * 31, size);
        for (int i = 0; i < size; i++) {
            int port = ServiceRange.FIRST_DYNAMIC_PORT + (start + i) % size;
            if (!except.contains(port) && takePort(port)) {
                return port;
            }
        }
        return null;
    }

    /** Takes a node port; false when another Service has it. */
    boolean takePort(int port) {
        return take(PORTS, Integer.toString(port), portObject(port), "ports");
    }

    void releasePort(int port) {
        release(PORTS, Integer.toString(port));
    }

    private boolean take(GroupResource resource, String name, ObjectNode object, String field) {
        StoredObject current = view.get(resource, ObjectKey.cluster(name));
        if (current == null) {
            writes.add(Writes.create(resource, ObjectKey.cluster(name), uid(name), object));
            return true;
        }
        if (isHeld(current, name, field)) {
            return false;
        }
        Trees.metadata(object).put("uid", current.uid());
        writes.add(Writes.replace(current, object));
        return true;
    }

    private void release(GroupResource resource, String name) {
        StoredObject current = view.get(resource, ObjectKey.cluster(name));
        // One that is only proposed has no base yet: the next Service that wants it finds that nobody holds it.
        if (current != null
                && current.resourceVersion() != 0
                && ServiceAllocations.isHeldBy(Trees.of(current), service.namespace(), service.name())) {
            writes.add(Write.delete(current));
        }
    }

    /** Whether the Service that an allocation names exists and has it. */
    private boolean isHeld(StoredObject allocation, String name, String field) {
        StoredObject holder = view.get(Services.RESOURCE, holder(allocation));
        if (holder == null) {
            return false;
        }
        JsonNode spec = Trees.of(holder).path("spec");
        if (field.equals("clusterIP")) {
            return spec.path("clusterIP").asString("").equals(name);
        }
        for (JsonNode port : spec.path("ports")) {
            if (port.path("nodePort").asString("").equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectKey holder(StoredObject allocation) {
        JsonNode parent = Trees.of(allocation).path("spec").path("parentRef");
        return new ObjectKey(
                parent.path("namespace").asString(""), parent.path("name").asString(""));
    }

    private ObjectNode addressObject(String address) {
        ObjectNode object = named("IPAddress", "networking.k8s.io/v1", address);
        Trees.metadata(object)
                .putObject("labels")
                .put("ipaddress.kubernetes.io/ip-family", "IPv4")
                .put("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io");
        return object;
    }

    private ObjectNode portObject(int port) {
        return named("NodePort", "internal.shiplog.io/v1", Integer.toString(port));
    }

    private ObjectNode named(String kind, String apiVersion, String name) {
        ObjectNode object = Json.object();
        object.put("kind", kind).put("apiVersion", apiVersion);
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name).put("uid", uid(name));
        if (created != null) {
            metadata.put("creationTimestamp", created);
        }
        object.putObject("spec")
                .putObject("parentRef")
                .put("group", "")
                .put("resource", "services")
                .put("namespace", service.namespace())
                .put("name", service.name());
        return object;
    }

    private String uid(String name) {
        return UUID.nameUUIDFromBytes((serviceUid + "/" + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
