package io.shiplog.reconcilers.endpoints;

import io.shiplog.journal.StoredObject;
import io.shiplog.reconcilers.objects.OwnerReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * What slices are made for.
 *
 * @param stored the Service or Endpoints
 * @param reference the owner reference to it
 * @param labels all the labels of its slices
 */
record SliceOwner(StoredObject stored, OwnerReference reference, ObjectNode labels) {
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

    static SliceOwner of(StoredObject stored, String kind, String managedBy, ObjectNode labels) {
        labels.put(SERVICE_NAME, stored.key().name()).put(MANAGED_BY, managedBy);
        return new SliceOwner(
                stored, new OwnerReference("v1", kind, stored.key().name(), stored.uid()), labels);
    }
}
