package io.shiplog.scheduler.state;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.kinds.workload.StatefulSets;
import java.util.List;

/** The resources whose state the scheduler reads. */
public final class WatchedResources {
    public static final GroupResource PODS = Pods.RESOURCE;
    public static final GroupResource NODES = Nodes.RESOURCE;
    public static final GroupResource NAMESPACES = Namespaces.RESOURCE;
    public static final GroupResource SERVICES = Services.RESOURCE;
    public static final GroupResource REPLICATION_CONTROLLERS = ReplicaSets.CONTROLLERS.resource();
    public static final GroupResource REPLICA_SETS = ReplicaSets.KIND.resource();
    public static final GroupResource STATEFUL_SETS = StatefulSets.KIND.resource();
    public static final GroupResource BUDGETS = PolicyKinds.DISRUPTION_BUDGETS.resource();
    public static final GroupResource PRIORITY_CLASSES = PolicyKinds.PRIORITY_RESOURCE;

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

    private WatchedResources() {}
}
