package io.shiplog.reconcilers.objects;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.kinds.cluster.Namespaces;

/** What controllers ask of a namespace. */
public final class NamespacePhase {
    private NamespacePhase() {}

    /** Whether nothing may be created in the namespace any more, because it is being deleted. */
    public static boolean isTerminating(View view, String namespace) {
        StoredObject object = view.get(Namespaces.RESOURCE, ObjectKey.cluster(namespace));
        return object != null && object.facts().deleting();
    }
}
