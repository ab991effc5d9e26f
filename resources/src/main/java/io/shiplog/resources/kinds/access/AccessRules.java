package io.shiplog.resources.kinds.access;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import java.util.List;

/** The rules of roles and of their bindings. */
public final class AccessRules {
    private static final List<String> RBAC = List.of("rbac.authorization.k8s.io");

    private AccessRules() {}

    public static void role(Field root) {
        for (Field rule : root.at("rules").items()) {
            require(rule.at("verbs"), "verbs must contain at least one value");
            boolean paths = rule.at("nonResourceURLs").size() > 0;
            if (paths && rule.at("resources").size() + rule.at("apiGroups").size() > 0) {
                rule.at("nonResourceURLs")
                        .invalid("rules cannot apply to both regular resources and non-resource URLs");
            } else if (!paths) {
                require(rule.at("apiGroups"), "resource rules must supply at least one api group");
                require(rule.at("resources"), "resource rules must supply at least one resource");
            }
        }
    }

    private static void require(Field list, String why) {
        if (list.size() == 0) {
            list.required(why);
        }
    }

    /** A RoleBinding: a service account without a namespace is one of the binding's own. */
    public static void binding(Field root) {
        binding(root, List.of("Role", "ClusterRole"), false);
    }

    public static void clusterBinding(Field root) {
        binding(root, List.of("ClusterRole"), true);
    }

    private static void binding(Field root, List<String> roles, boolean ofCluster) {
        Field role = root.at("roleRef");
        oneOf(role.at("apiGroup"), RBAC);
        oneOf(role.at("kind"), roles);
        if (role.at("name").blank()) {
            role.at("name").required("");
        } else {
            role.at("name").invalid(Names.pathSegment(role.at("name").text()));
        }
        root.at("subjects").items().forEach(subject -> subject(subject, ofCluster));
    }

    private static void subject(Field subject, boolean ofCluster) {
        named(subject.at("name"));
        switch (subject.at("kind").text()) {
            case "ServiceAccount" -> {
                if (!subject.at("name").blank()) {
                    subject.at("name")
                            .invalid(Names.dns1123Subdomain(subject.at("name").text()));
                }
                oneOf(subject.at("apiGroup"), List.of(""));
                if (ofCluster) {
                    named(subject.at("namespace"));
                }
            }
            case "User", "Group" -> oneOf(subject.at("apiGroup"), RBAC);
            default -> subject.at("kind").notSupported(List.of("ServiceAccount", "User", "Group"));
        }
    }

    private static void named(Field field) {
        if (field.blank()) {
            field.required("");
        }
    }

    private static void oneOf(Field field, List<String> supported) {
        if (!supported.contains(field.text())) {
            field.notSupported(supported);
        }
    }
}
