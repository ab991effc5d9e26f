package io.shiplog.resources.validation;

import io.shiplog.resources.kind.Kind;

/** Which rules hold for which kind: a kind that the cluster acts on has a line here. */
final class KindRules {
    private KindRules() {}

    static void check(Kind kind, Field root) {
        switch (kind.groupResource()) {
            case "pods" -> PodSpecRules.pod(root.at("spec"));
            case "podtemplates" -> PodSpecRules.template(root.at("template"));
            case "deployments.apps" -> DeploymentRules.check(root.at("spec"));
            case "replicasets.apps" -> WorkloadRules.replicaSet(root.at("spec"));
            case "replicationcontrollers" -> WorkloadRules.replicationController(root.at("spec"));
            case "daemonsets.apps" -> WorkloadRules.selected(root.at("spec"), "daemonset");
            case "statefulsets.apps" -> WorkloadRules.selected(root.at("spec"), "statefulset");
            case "jobs.batch" -> WorkloadRules.job(root.at("spec"));
            case "cronjobs.batch" -> WorkloadRules.cronJob(root);
            case "services" -> ServiceRules.check(root);
            case "configmaps" -> ConfigRules.configMap(root);
            case "secrets" -> ConfigRules.secret(root);
            case "nodes" -> ClusterRules.node(root.at("spec"));
            case "events" -> ClusterRules.event(root);
            case "poddisruptionbudgets.policy" -> ClusterRules.disruptionBudget(root.at("spec"));
            case "priorityclasses.scheduling.k8s.io" -> ClusterRules.priorityClass(root);
            case "endpoints" -> EndpointRules.endpoints(root);
            case "endpointslices.discovery.k8s.io" -> EndpointRules.slice(root);
            case "persistentvolumeclaims" -> ClaimRules.claim(root.at("spec"));
            case "persistentvolumes" -> ClaimRules.volume(root.at("spec"));
            case "limitranges" -> ClaimRules.limitRange(root.at("spec"));
            case "resourcequotas" -> ClaimRules.amounts(root.at("spec", "hard"));
            case "roles.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io" -> AccessRules.role(root);
            case "rolebindings.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io" ->
                AccessRules.binding(root);
            case "horizontalpodautoscalers.autoscaling" -> AccessRules.autoscaler(root.at("spec"));
            default -> {}
        }
    }
}
