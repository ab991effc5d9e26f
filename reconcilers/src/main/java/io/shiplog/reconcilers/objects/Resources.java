package io.shiplog.reconcilers.objects;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.control.Machinery;
import io.shiplog.resources.kinds.event.Events;
import io.shiplog.resources.kinds.network.Networking;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.policy.PolicyKinds;
import io.shiplog.resources.kinds.service.AllocatedNodePorts;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;

/** The resources that controllers name. */
public final class Resources {
    public static final GroupResource PODS = Pods.RESOURCE;
    public static final GroupResource NODES = Nodes.RESOURCE;
    public static final GroupResource NAMESPACES = io.shiplog.resources.kinds.cluster.Namespaces.RESOURCE;
    public static final GroupResource SERVICES = Services.RESOURCE;
    public static final GroupResource ENDPOINTS = Endpoints.RESOURCE;
    public static final GroupResource EVENTS = Events.RESOURCE;
    public static final GroupResource CONFIG_MAPS = Configuration.CONFIG_MAPS.resource();
    public static final GroupResource SERVICE_ACCOUNTS = Configuration.ACCOUNTS.resource();
    public static final GroupResource IP_ADDRESSES = Networking.ADDRESSES.resource();
    public static final GroupResource NODE_PORTS = AllocatedNodePorts.RESOURCE;
    public static final GroupResource QUOTAS = PolicyKinds.QUOTA_RESOURCE;
    public static final GroupResource LIMIT_RANGES = PolicyKinds.LIMIT_RANGE_RESOURCE;
    public static final GroupResource PRIORITY_CLASSES = PolicyKinds.PRIORITY_RESOURCE;
    public static final GroupResource REPLICATION_CONTROLLERS = ReplicaSets.CONTROLLERS.resource();
    public static final GroupResource REPLICA_SETS = ReplicaSets.KIND.resource();
    public static final GroupResource DEPLOYMENTS = Deployments.KIND.resource();
    public static final GroupResource ENDPOINT_SLICES = Endpoints.SLICE_RESOURCE;
    public static final GroupResource DEFINITIONS = Machinery.DEFINITIONS.resource();

    private Resources() {}
}
