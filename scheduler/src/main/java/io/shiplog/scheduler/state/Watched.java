package io.shiplog.scheduler.state;

import io.shiplog.objects.GroupResource;
import java.util.List;

/** The resources whose state the scheduler reads. */
public final class Watched {
    public static final GroupResource PODS = GroupResource.core("pods");
    public static final GroupResource NODES = GroupResource.core("nodes");
    public static final GroupResource NAMESPACES = GroupResource.core("namespaces");
    public static final GroupResource SERVICES = GroupResource.core("services");
    public static final GroupResource REPLICATION_CONTROLLERS = GroupResource.core("replicationcontrollers");
    public static final GroupResource REPLICA_SETS = new GroupResource("replicasets", "apps");
    public static final GroupResource STATEFUL_SETS = new GroupResource("statefulsets", "apps");
    public static final GroupResource BUDGETS = new GroupResource("poddisruptionbudgets", "policy");
    public static final GroupResource PRIORITY_CLASSES = new GroupResource("priorityclasses", "scheduling.k8s.io");

    /** All of them. */
    public static final List<GroupResource> ALL = List.of(
            PODS,
            NODES,
            NAMESPACES,
            SERVICES,
            REPLICATION_CONTROLLERS,
            REPLICA_SETS,
            STATEFUL_SETS,
            BUDGETS,
            PRIORITY_CLASSES);

    private Watched() {}
}
