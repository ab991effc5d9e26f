package io.shiplog.resources.rbac;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules that one subject has in one place, by the resources that they name. Immutable once it is filled. */
final class RuleIndex {
    /**
     * A rule, and by which binding the subject has it.
     *
     * @param why {@code ClusterRoleBinding "b" of ClusterRole "r" to User "u"}
     */
    record Granted(RoleRule rule, String why) {}

    private final Map<String, List<Granted>> byResource = new HashMap<>();
    private final List<Granted> ofPaths = new ArrayList<>();
    private final List<RoleRule> rules = new ArrayList<>();

    void add(RoleRule rule, String why) {
        Granted granted = new Granted(rule, why);
        rules.add(rule);
        for (String resource : rule.resources()) {
            byResource.computeIfAbsent(resource, known -> new ArrayList<>(1)).add(granted);
        }
        if (!rule.paths().isEmpty()) {
            ofPaths.add(granted);
        }
    }

    List<RoleRule> rules() {
        return rules;
    }

    /** A rule that allows an access, null when none does. */
    @Nullable
    Granted allowing(AccessAttributes access) {
        if (access.isPath()) {
            return allowing(ofPaths, access);
        }
        Granted found = allowing(byResource.get(access.fullResource()), access);
        if (found == null) {
            found = allowing(byResource.get(RoleRule.ALL), access);
        }
        return found == null && !access.subresource().isEmpty()
                ? allowing(byResource.get("*/" + access.subresource()), access)
                : found;
    }

    private static @Nullable Granted allowing(@Nullable List<Granted> some, AccessAttributes access) {
        if (some != null) {
            for (Granted granted : some) {
                if (granted.rule().allows(access)) {
                    return granted;
                }
            }
        }
        return null;
    }
}
