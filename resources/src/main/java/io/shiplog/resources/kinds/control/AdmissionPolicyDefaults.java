package io.shiplog.resources.kinds.control;

import io.shiplog.resources.defaults.Fill;
import tools.jackson.databind.node.ObjectNode;

/** What policies and bindings say when they say nothing (admissionregistration's defaults, v1.34). */
final class AdmissionPolicyDefaults {
    private AdmissionPolicyDefaults() {}

    static void policy(ObjectNode policy) {
        Fill.in(policy, "spec", spec -> {
            Fill.text(spec, "failurePolicy", "Fail");
            Fill.in(spec, "matchConstraints", AdmissionPolicyDefaults::match);
        });
    }

    static void binding(ObjectNode binding) {
        Fill.in(binding, "spec", spec -> Fill.in(spec, "matchResources", AdmissionPolicyDefaults::match));
    }

    private static void match(ObjectNode match) {
        Fill.text(match, "matchPolicy", "Equivalent");
        Fill.object(match, "namespaceSelector");
        Fill.object(match, "objectSelector");
        Fill.each(match, "resourceRules", rule -> Fill.text(rule, "scope", "*"));
        Fill.each(match, "excludeResourceRules", rule -> Fill.text(rule, "scope", "*"));
    }
}
