package io.shiplog.reconcilers.objects;

import io.shiplog.objects.GroupResource;

/** The resources that controllers name. */
public final class Resources {
    public static final GroupResource PODS = GroupResource.core("pods");
    public static final GroupResource NODES = GroupResource.core("nodes");
    public static final GroupResource NAMESPACES = GroupResource.core("namespaces");
    public static final GroupResource SERVICES = GroupResource.core("services");
    public static final GroupResource ENDPOINTS = GroupResource.core("endpoints");
    public static final GroupResource EVENTS = GroupResource.core("events");
    public static final GroupResource CONFIG_MAPS = GroupResource.core("configmaps");
    public static final GroupResource SERVICE_ACCOUNTS = GroupResource.core("serviceaccounts");
    public static final GroupResource IP_ADDRESSES = new GroupResource("ipaddresses", "networking.k8s.io");
    public static final GroupResource NODE_PORTS = new GroupResource("nodeports", "internal.shiplog.io");
    public static final GroupResource QUOTAS = GroupResource.core("resourcequotas");
    public static final GroupResource LIMIT_RANGES = GroupResource.core("limitranges");
    public static final GroupResource PRIORITY_CLASSES = new GroupResource("priorityclasses", "scheduling.k8s.io");
    public static final GroupResource REPLICATION_CONTROLLERS = GroupResource.core("replicationcontrollers");
    public static final GroupResource REPLICA_SETS = new GroupResource("replicasets", "apps");
    public static final GroupResource DEPLOYMENTS = new GroupResource("deployments", "apps");
    public static final GroupResource ENDPOINT_SLICES = new GroupResource("endpointslices", "discovery.k8s.io");
    public static final GroupResource DEFINITIONS =
            new GroupResource("customresourcedefinitions", "apiextensions.k8s.io");

    private Resources() {}
}
