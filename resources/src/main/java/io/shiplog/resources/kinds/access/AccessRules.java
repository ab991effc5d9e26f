package io.shiplog.resources.kinds.access;

import io.shiplog.resources.Field;
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

    public static void binding(Field root) {
        Field role = root.at("roleRef");
        if (!RBAC.contains(role.at("apiGroup").text())) {
            role.at("apiGroup").notSupported(RBAC);
        }
        oneOf(role.at("kind"), List.of("ClusterRole", "Role"));
        named(role.at("name"));
        for (Field subject : root.at("subjects").items()) {
            named(subject.at("name"));
            oneOf(subject.at("kind"), List.of("ServiceAccount", "User", "Group"));
            if (subject.at("kind").text().equals("ServiceAccount")) {
                named(subject.at("namespace"));
            }
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
