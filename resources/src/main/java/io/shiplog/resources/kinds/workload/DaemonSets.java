package io.shiplog.resources.kinds.workload;

import static io.shiplog.resources.validation.Changes.unchanged;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;

/** DaemonSets. */
public final class DaemonSets {
    private static final Rules RULES = Rules.validatedBy(root -> DaemonSetRules.check(root.at("spec")))
            .changes((root, old) -> unchanged(root.at("spec", "selector"), old.at("/spec/selector")))
            .defaults(WorkloadDefaults::daemonSet)
            .creating(DaemonSetRules::created)
            .updating(DaemonSetRules::updated)
            .initialStatus((status, object) -> status.put("currentNumberScheduled", 0)
                    .put("numberMisscheduled", 0)
                    .put("desiredNumberScheduled", 0)
                    .put("numberReady", 0))
            .countsGenerations()
            .table(WorkloadTables::daemonSets)
            .build();

    public static final Kind KIND = Kind.namespaced("apps/v1", "DaemonSet", "daemonsets")
            .shortNames("ds")
            .categories("all")
            .status()
            .rules(RULES);

    public static final GroupResource RESOURCE = KIND.resource();

    private DaemonSets() {}
}
