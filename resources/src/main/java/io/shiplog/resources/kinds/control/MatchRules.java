package io.shiplog.resources.kinds.control;

import io.shiplog.resources.Field;
import io.shiplog.resources.names.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is said of which requests a policy is for (admissionregistration's {@code validateMatchResources}, v1.34). */
final class MatchRules {
    private static final List<String> OPERATIONS = List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");

    private MatchRules() {}

    static void check(Field match) {
        if (match.absent()) {
            return;
        }
        Field policy = match.at("matchPolicy");
        if (!policy.blank() && !List.of("Equivalent", "Exact").contains(policy.text())) {
            policy.notSupported(List.of("Equivalent", "Exact"));
        }
        match.at("resourceRules").items().forEach(MatchRules::rule);
        match.at("excludeResourceRules").items().forEach(MatchRules::rule);
    }

    private static void rule(Field rule) {
        Set<String> names = new HashSet<>();
        for (Field name : rule.at("resourceNames").items()) {
            name.invalid(Names.pathSegment(name.text()));
            if (!names.add(name.text())) {
                name.duplicate();
            }
        }
        Field operations = rule.at("operations");
        required(operations, "if '*' is present, must not specify other operations");
        for (Field operation : operations.items()) {
            if (!OPERATIONS.contains(operation.text())) {
                operation.notSupported(OPERATIONS);
            }
        }
        required(rule.at("apiGroups"), "if '*' is present, must not specify other API groups");
        required(rule.at("apiVersions"), "if '*' is present, must not specify other API versions");
        rule.at("apiVersions").items().stream().filter(Field::blank).forEach(version -> version.required(""));
        if (rule.at("resources").size() == 0) {
            rule.at("resources").required("");
        }
        rule.at("resources").items().stream().filter(Field::blank).forEach(resource -> resource.required(""));
        Field scope = rule.at("scope");
        if (!scope.blank() && !SCOPES.contains(scope.text())) {
            scope.notSupported(SCOPES);
        }
    }

    private static void required(Field list, String alone) {
        if (list.size() == 0) {
            list.required("");
        } else if (list.size() > 1
                && list.items().stream().anyMatch(one -> one.text().equals("*"))) {
            list.invalid(alone);
        }
    }
}
