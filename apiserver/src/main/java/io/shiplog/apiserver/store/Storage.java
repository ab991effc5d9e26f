package io.shiplog.apiserver.store;

import io.shiplog.journal.GroupResource;
import io.shiplog.resources.catalogue.ResourceKind;

/** Where kinds are stored. An object lies in one place whatever group and version it is read in. */
public final class Storage {
    private static final GroupResource EVENTS = GroupResource.core("events");
    private static final GroupResource DEPLOYMENTS = new GroupResource("deployments", "apps");

    private Storage() {}

    public static GroupResource of(ResourceKind kind) {
        return of(kind.group(), kind.plural());
    }

    /** The stored resource of a group's plural name: some groups are other names of another's objects. */
    public static GroupResource of(String group, String plural) {
        if (group.equals("events.k8s.io")) {
            return EVENTS;
        }
        if (group.equals("extensions") && plural.equals("deployments")) {
            return DEPLOYMENTS;
        }
        return new GroupResource(plural, group);
    }

    /** The resource as a client named it, for texts. */
    public static GroupResource named(ResourceKind kind) {
        return new GroupResource(kind.plural(), kind.group());
    }
}
