package io.shiplog.resources.kinds.workload;

import static io.shiplog.resources.validation.Changes.unchanged;

import io.shiplog.objects.GroupResource;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;

/** Deployments, and what they were called before apps/v1. */
public final class Deployments {
    private static final Rules RULES = Rules.validatedBy(root -> DeploymentRules.check(root.at("spec")))
            .changes((root, old) -> unchanged(root.at("spec", "selector"), old.at("/spec/selector")))
            .defaults(WorkloadDefaults::deployment)
            // Its controller follows its annotations too: a rollout is recorded there.
            .countsGenerations("annotations")
            .statusKeeps("labels")
            .table(WorkloadTables::deployments)
            .build();

    public static final Kind KIND = Kind.namespaced("apps/v1", "Deployment", "deployments")
            .shortNames("deploy")
            .categories("all")
            .scale()
            .status()
            .rules(RULES);

    public static final Kind EXTENSIONS = Kind.namespaced("extensions/v1beta1", "Deployment", "deployments")
            .scale()
            .status()
            .replacedBy(
                    KIND,
                    new OldDeploymentConversion(),
                    "extensions/v1beta1 Deployment is deprecated in v1.9+, unavailable in v1.16+; use apps/v1 Deployment")
            .rules(Rules.NONE);

    public static final GroupResource RESOURCE = KIND.resource();

    private Deployments() {}
}
