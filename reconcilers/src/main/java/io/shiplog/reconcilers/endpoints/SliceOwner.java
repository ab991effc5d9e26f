package io.shiplog.reconcilers.endpoints;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What slices are made for.
 *
 * @param stored the Service or Endpoints
 * @param reference the owner reference to it
 * @param labels all the labels of its slices
 * @param annotations all the annotations of its slices; null: they are the slices' own
 * @param maxEndpoints how many endpoints one slice may have
 */
record SliceOwner(
        StoredObject stored,
        OwnerReference reference,
        Map<String, String> labels,
        @Nullable Map<String, String> annotations,
        int maxEndpoints) {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

    /** A Service, whose slices have {@code labels} and those that tell of it. */
    static SliceOwner service(StoredObject stored, String managedBy, Map<String, String> labels) {
        return new SliceOwner(
                stored, reference(stored, "Service"), labelled(stored, managedBy, labels), null, Slices.MAX_ENDPOINTS);
    }

    /** Endpoints, whose slices are as they are themselves. */
    static SliceOwner endpoints(
            StoredObject stored, String managedBy, Map<String, String> annotations, int maxEndpoints) {
        Map<String, String> labels = labelled(stored, managedBy, stored.facts().labels());
        return new SliceOwner(stored, reference(stored, "Endpoints"), labels, annotations, maxEndpoints);
    }

    private static OwnerReference reference(StoredObject stored, String kind) {
        return new OwnerReference("v1", kind, stored.key().name(), stored.uid());
    }

    private static Map<String, String> labelled(StoredObject stored, String managedBy, Map<String, String> labels) {
        Map<String, String> all = new HashMap<>(labels);
        all.put(SERVICE_NAME, stored.key().name());
        all.put(MANAGED_BY, managedBy);
        return all;
    }
}
