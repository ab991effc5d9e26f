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
    /** All of them, in the order of a start: pods last, since what they are worth depends on the priority classes. */
    public static final List<GroupResource> ALL = List.of(
            PolicyKinds.PRIORITY_RESOURCE,
            PolicyKinds.DISRUPTION_BUDGETS.resource(),
            StatefulSets.KIND.resource(),
            ReplicaSets.RESOURCE,
            ReplicaSets.CONTROLLERS.resource(),
            Services.RESOURCE,
            Namespaces.RESOURCE,
            Nodes.RESOURCE,
            Pods.RESOURCE);

    private WatchedResources() {}
}
