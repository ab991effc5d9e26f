package io.shiplog.resources.kinds.policy;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.Field;
import io.shiplog.resources.kind.DeletionRules;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.QuotaRules;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.validation.Changes;
import tools.jackson.databind.node.ObjectNode;

/** What limits the use of a cluster: limit ranges, quotas, disruption budgets and priorities. */
public final class PolicyKinds {
    public static final Kind LIMIT_RANGES = Kind.namespaced("v1", "LimitRange", "limitranges")
            .shortNames("limits")
            .rules(Rules.validatedBy(root -> AmountRules.limitRange(root.at("spec")))
                    .defaults(PolicyDefaults::limitRange)
                    .createsOnUpdate()
                    .build());

    public static final Kind QUOTAS = Kind.namespaced("v1", "ResourceQuota", "resourcequotas")
            .shortNames("quota")
            .status()
            .rules(Rules.validatedBy(root -> AmountRules.amounts(root.at("spec", "hard")))
                    .table(PolicyTables::resourceQuotas)
                    .quota(QuotaRules.named("resourcequotas"))
                    .deletion(DeletionRules.PLAIN.returningDeleted())
                    .build());

    public static final Kind DISRUPTION_BUDGETS = Kind.namespaced(
                    "policy/v1", "PodDisruptionBudget", "poddisruptionbudgets")
            .shortNames("pdb")
            .status()
            .rules(Rules.validatedBy(root -> PolicyRules.disruptionBudget(root.at("spec")))
                    .initialStatus((status, budget) -> status.put("disruptionsAllowed", 0)
                            .put("currentHealthy", 0)
                            .put("desiredHealthy", 0)
                            .put("expectedPods", 0))
                    .countsGenerations()
                    .table(PolicyTables::disruptionBudgets)
                    .needsVersion()
                    .build());

    public static final Kind PRIORITIES = Kind.ofCluster("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses")
            .shortNames("pc")
            .rules(Rules.validatedBy(PolicyRules::priorityClass)
                    .changes(PolicyKinds::priorityChanges)
                    .defaults(PolicyDefaults::priorityClass)
                    .countsGenerations()
                    .table(PolicyTables::priorityClasses)
                    .companions(new PriorityClassCompanions())
                    .build());

    public static final GroupResource LIMIT_RANGE_RESOURCE = LIMIT_RANGES.resource();
    public static final GroupResource QUOTA_RESOURCE = QUOTAS.resource();
    public static final GroupResource PRIORITY_RESOURCE = PRIORITIES.resource();

    private PolicyKinds() {}

    private static void priorityChanges(Field root, ObjectNode old) {
        Changes.forbidden(root.at("value"), old.path("value"), "may not be changed in an update.");
        Changes.unchanged(root.at("preemptionPolicy"), old.path("preemptionPolicy"));
    }
}
