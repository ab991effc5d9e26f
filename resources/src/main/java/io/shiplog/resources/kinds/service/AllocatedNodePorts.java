package io.shiplog.resources.kinds.service;

import io.shiplog.objects.GroupResource;

/** The resource that holds allocated node ports. No API serves it. */
public final class AllocatedNodePorts {
    public static final GroupResource RESOURCE = new GroupResource("nodeports", "internal.shiplog.io");

    private AllocatedNodePorts() {}
}
