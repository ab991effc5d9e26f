package io.shiplog.resources.admission;

import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import tools.jackson.databind.JsonNode;

/**
 * Which operations on which resources a webhook or a policy is for (apiserver's {@code webhook/predicates/rules},
 * v1.34). Pure.
 *
 * @param rule a rule of admissionregistration.k8s.io
 */
public record ResourceRule(JsonNode rule) {
    /** @param subresource empty for the object itself */
    public boolean fits(Kind kind, String operation, String subresource) {
        return has(rule.path("operations"), operation)
                && has(rule.path("apiGroups"), kind.group())
                && has(rule.path("apiVersions"), kind.version())
                && inScope(Trees.text(rule, "scope"), kind)
                && names(rule.path("resources"), kind.plural(), subresource);
    }

    private static boolean has(JsonNode values, String wanted) {
        for (JsonNode value : values) {
            String text = value.asString("");
            if (text.equals("*") || text.equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inScope(String scope, Kind kind) {
        return scope.isEmpty() || scope.equals("*") || scope.equals("Namespaced") == kind.namespaced();
    }

    private static boolean names(JsonNode resources, String plural, String subresource) {
        for (JsonNode each : resources) {
            String text = each.asString("");
            int slash = text.indexOf('/');
            String resource = slash < 0 ? text : text.substring(0, slash);
            String part = slash < 0 ? "" : text.substring(slash + 1);
            if ((resource.equals("*") || resource.equals(plural)) && (part.equals("*") || part.equals(subresource))) {
                return true;
            }
        }
        return false;
    }
}
