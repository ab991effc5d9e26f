package io.shiplog.compose;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.util.Set;
import java.util.TreeSet;

/** The resource types that a cluster stores, each in a state topic of its own. */
public final class StoredResources {
    /** Who owns which node port: internal, not served by the API. */
    static final GroupResource NODE_PORTS = new GroupResource("nodeports", "internal.shiplog.io");

    private StoredResources() {}

    /** Every built-in kind that objects are stored as (some kinds show another one's), and what the API server keeps for itself. */
    public static Set<GroupResource> all() {
        Set<GroupResource> resources = new TreeSet<>();
        Kinds kinds = Kinds.builtIn();
        for (Kind kind : kinds.kinds()) {
            if (kind.stored()) {
                resources.add(kind.storage().resource());
            }
        }
        resources.add(NODE_PORTS);
        return resources;
    }
}
