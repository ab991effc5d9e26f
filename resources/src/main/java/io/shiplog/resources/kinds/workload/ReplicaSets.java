package io.shiplog.resources.kinds.workload;

import static io.shiplog.resources.validation.Changes.unchanged;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.selector.SelectableField;

/** ReplicaSets, and the replication controllers that were before them. */
public final class ReplicaSets {
    public static final Kind KIND = Kind.namespaced("apps/v1", "ReplicaSet", "replicasets")
            .shortNames("rs")
            .categories("all")
            .scale()
            .status()
            .rules(Rules.validatedBy(root -> WorkloadRules.replicaSet(root.at("spec")))
                    .changes((root, old) -> unchanged(root.at("spec", "selector"), old.at("/spec/selector")))
                    .defaults(WorkloadDefaults::replicaSet)
                    .initialStatus((status, object) -> status.put("replicas", 0))
                    .countsGenerations()
                    .table(WorkloadTables::replicaSets)
                    .selectable(SelectableField.number("status.replicas", "status.replicas"))
                    .build());

    public static final Kind CONTROLLERS = Kind.namespaced("v1", "ReplicationController", "replicationcontrollers")
            .shortNames("rc")
            .categories("all")
            .scale()
            .status()
            .rules(Rules.validatedBy(root -> WorkloadRules.replicationController(root.at("spec")))
                    .defaults(WorkloadDefaults::replicationController)
                    .initialStatus((status, object) -> status.put("replicas", 0))
                    .countsGenerations()
                    .table(WorkloadTables::replicationControllers)
                    .selectable(SelectableField.number("status.replicas", "status.replicas"))
                    .quota(io.shiplog.resources.kind.QuotaRules.named("replicationcontrollers"))
                    .deletion(DeletionRules.PLAIN.orphaning())
                    .build());

    public static final GroupResource RESOURCE = KIND.resource();

    private ReplicaSets() {}
}
