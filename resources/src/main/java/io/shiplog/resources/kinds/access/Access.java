package io.shiplog.resources.kinds.access;

import io.shiplog.resources.Field;
import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.kind.RulesBuilder;
import io.shiplog.resources.names.Names;
import io.shiplog.resources.validation.Changes;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Who may do what: roles and their bindings, requests for certificates, and the reviews that are only answers. */
public final class Access {
    private static final String RBAC = "rbac.authorization.k8s.io/v1";
    private static final String AUTHENTICATION = "authentication.k8s.io/v1";
    private static final String AUTHORIZATION = "authorization.k8s.io/v1";

    public static final Kind CLUSTER_ROLES =
            Kind.ofCluster(RBAC, "ClusterRole", "clusterroles").rules(role());
    public static final Kind ROLES = Kind.namespaced(RBAC, "Role", "roles").rules(role());
    public static final Kind CLUSTER_BINDINGS = Kind.ofCluster(RBAC, "ClusterRoleBinding", "clusterrolebindings")
            .rules(binding(AccessRules::clusterBinding)
                    .table(AccessTables::clusterRoleBindings)
                    .build());
    public static final Kind BINDINGS = Kind.namespaced(RBAC, "RoleBinding", "rolebindings")
            .rules(binding(AccessRules::binding)
                    .table(AccessTables::roleBindings)
                    .build());

    public static final Kind SIGNING_REQUESTS = Kind.ofCluster(
                    "certificates.k8s.io/v1", "CertificateSigningRequest", "certificatesigningrequests")
            .shortNames("csr")
            .status()
            .own("approval")
            .rules(Rules.schemaOnly()
                    .updating((request, old) -> Members.carry("spec", old, request))
                    .table(AccessTables::signingRequests)
                    .selectable(io.shiplog.resources.selector.SelectableField.text("spec.signerName"))
                    .build());

    public static final Kind SELF_REVIEWS =
            answer(Kind.ofCluster(AUTHENTICATION, "SelfSubjectReview", "selfsubjectreviews"));
    public static final Kind TOKEN_REVIEWS = answer(Kind.ofCluster(AUTHENTICATION, "TokenReview", "tokenreviews"));
    public static final Kind LOCAL_ACCESS_REVIEWS =
            answer(Kind.namespaced(AUTHORIZATION, "LocalSubjectAccessReview", "localsubjectaccessreviews"));
    public static final Kind SELF_ACCESS_REVIEWS =
            answer(Kind.ofCluster(AUTHORIZATION, "SelfSubjectAccessReview", "selfsubjectaccessreviews"));
    public static final Kind SELF_RULES_REVIEWS =
            answer(Kind.ofCluster(AUTHORIZATION, "SelfSubjectRulesReview", "selfsubjectrulesreviews"));
    public static final Kind ACCESS_REVIEWS =
            answer(Kind.ofCluster(AUTHORIZATION, "SubjectAccessReview", "subjectaccessreviews"));

    private Access() {}

    /** Of a kind that is only an answer. */
    private static Kind answer(io.shiplog.resources.kind.Declaration declared) {
        return declared.verbs("create").onlyAnswers().rules(Rules.NONE);
    }

    private static Rules role() {
        return Rules.validatedBy(AccessRules::role)
                .names(Names::pathSegment)
                .createsOnUpdate()
                .build();
    }

    private static RulesBuilder binding(Consumer<Field> rules) {
        return Rules.validatedBy(rules)
                .changes(Access::bindingChanges)
                .names(Names::pathSegment)
                .defaults(AccessDefaults::roleBinding)
                .createsOnUpdate();
    }

    private static void bindingChanges(Field root, ObjectNode old) {
        if (!Changes.same(root.at("roleRef").value(), old.path("roleRef"))) {
            root.at("roleRef").invalid("cannot change roleRef");
        }
    }
}
