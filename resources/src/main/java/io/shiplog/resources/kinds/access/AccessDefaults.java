package io.shiplog.resources.kinds.access;

import io.shiplog.resources.defaults.Fill;
import tools.jackson.databind.node.ObjectNode;

/** What upstream fills into bindings of roles. */
public final class AccessDefaults {
    private static final String RBAC = "rbac.authorization.k8s.io";

    private AccessDefaults() {}

    public static void roleBinding(ObjectNode binding) {
        Fill.in(binding, "roleRef", role -> Fill.text(role, "apiGroup", RBAC));
        Fill.each(binding, "subjects", subject -> {
            if (!subject.path("kind").asString("").equals("ServiceAccount")) {
                Fill.text(subject, "apiGroup", RBAC);
            }
        });
    }
}
