package io.shiplog.resources.kinds.control;

import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;

/** The machinery of the control plane itself: admission, flow control, and what extends the API. */
public final class Machinery {
    private static final String ADMISSION = "admissionregistration.k8s.io/v1";
    private static final String FLOW = "flowcontrol.apiserver.k8s.io/v1";
    private static final String EXTENSIONS = "api-extensions";

    public static final Kind API_SERVICES = Kind.ofCluster("apiregistration.k8s.io/v1", "APIService", "apiservices")
            .definition("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService")
            .categories(EXTENSIONS)
            .status()
            .rules(Rules.schemaOnly()
                    .table(ControlTables::apiServices)
                    .needsVersion()
                    .build());

    public static final Kind MUTATING_WEBHOOKS = Kind.ofCluster(
                    ADMISSION, "MutatingWebhookConfiguration", "mutatingwebhookconfigurations")
            .categories(EXTENSIONS)
            .rules(webhooks(true));

    public static final Kind VALIDATING_WEBHOOKS = Kind.ofCluster(
                    ADMISSION, "ValidatingWebhookConfiguration", "validatingwebhookconfigurations")
            .categories(EXTENSIONS)
            .rules(webhooks(false));

    public static final Kind ADMISSION_POLICIES = Kind.ofCluster(
                    ADMISSION, "ValidatingAdmissionPolicy", "validatingadmissionpolicies")
            .categories(EXTENSIONS)
            .status()
            .rules(Rules.validatedBy(AdmissionPolicyRules::policy)
                    .defaults(AdmissionPolicyDefaults::policy)
                    .companions(new AdmissionPolicyStatus())
                    .countsGenerations()
                    .table(ControlTables::admissionPolicies)
                    .build());

    public static final Kind ADMISSION_POLICY_BINDINGS = Kind.ofCluster(
                    ADMISSION, "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings")
            .categories(EXTENSIONS)
            .rules(Rules.validatedBy(AdmissionPolicyRules::binding)
                    .defaults(AdmissionPolicyDefaults::binding)
                    .countsGenerations()
                    .table(ControlTables::admissionPolicyBindings)
                    .build());

    public static final Kind FLOW_SCHEMAS = Kind.ofCluster(FLOW, "FlowSchema", "flowschemas")
            .status()
            .rules(Rules.schemaOnly()
                    .countsGenerations()
                    .table(ControlTables::flowSchemas)
                    .build());

    public static final Kind PRIORITY_LEVELS = Kind.ofCluster(
                    FLOW, "PriorityLevelConfiguration", "prioritylevelconfigurations")
            .status()
            .rules(Rules.schemaOnly()
                    .countsGenerations()
                    .table(ControlTables::priorityLevels)
                    .build());

    private Machinery() {}

    private static Rules webhooks(boolean mutating) {
        return Rules.validatedBy(WebhookRules::check)
                .defaults(configuration -> WebhookRules.defaults(configuration, mutating))
                .warns(WebhookRules::warnings)
                .countsGenerations()
                .table(ControlTables::webhooks)
                .needsVersion()
                .build();
    }
}
