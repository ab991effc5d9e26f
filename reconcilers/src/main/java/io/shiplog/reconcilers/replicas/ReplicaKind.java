package io.shiplog.reconcilers.replicas;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kinds.workload.ReplicaSets;

/** The two kinds that keep a number of pods alive. */
public enum ReplicaKind {
    REPLICA_SET(ReplicaSets.RESOURCE, "apps/v1", "ReplicaSet", "replicaset-controller"),
    REPLICATION_CONTROLLER(ReplicaSets.CONTROLLERS.resource(), "v1", "ReplicationController", "replication-controller");

    private final GroupResource resource;
    private final String apiVersion;
    private final String kind;
    private final String component;

    ReplicaKind(GroupResource resource, String apiVersion, String kind, String component) {
        this.resource = resource;
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.component = component;
    }

    public GroupResource resource() {
        return resource;
    }

    public String apiVersion() {
        return apiVersion;
    }

    public String kind() {
        return kind;
    }

    /** The source of its events. */
    public String component() {
        return component;
    }
}
