package io.shiplog.resources.admissionpolicy;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.admission.ResourceRule;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.selector.LabelSelectors;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which writes a policy or a binding is for (apiserver's {@code admission/plugin/policy/matching}, v1.34).
 *
 * @param match the {@code matchConstraints} or {@code matchResources}
 */
record MatchResources(JsonNode match) {
    /** The kind as which a write is judged, empty when it is not for this one. */
    Optional<Kind> matched(AdmissionRequest request, View view) {
        if (!namespaceFits(request, view) || !objectFits(request)) {
            return Optional.empty();
        }
        if (rules("excludeResourceRules", request, view).isPresent()) {
            return Optional.empty();
        }
        return match.path("resourceRules").isEmpty()
                ? Optional.of(request.kind())
                : rules("resourceRules", request, view);
    }

    private Optional<Kind> rules(String member, AdmissionRequest request, View view) {
        for (JsonNode rule : match.path(member)) {
            if (fits(rule, request.kind(), request)) {
                return Optional.of(request.kind());
            }
        }
        if (match.path("matchPolicy").asString("Equivalent").equals("Exact")) {
            return Optional.empty();
        }
        for (JsonNode rule : match.path(member)) {
            for (Kind other : Kinds.of(view).kinds()) {
                boolean same = other != request.kind()
                        && other.storage()
                                .resource()
                                .equals(request.kind().storage().resource());
                if (same && fits(rule, other, request)) {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean fits(JsonNode rule, Kind kind, AdmissionRequest request) {
        boolean named = rule.path("resourceNames").isEmpty() || has(rule.path("resourceNames"), request.name());
        return named && new ResourceRule(rule).fits(kind, request.operation(), request.subresource());
    }

    private static boolean has(JsonNode list, String text) {
        return list.valueStream().anyMatch(one -> one.asString("").equals(text));
    }

    private boolean objectFits(AdmissionRequest request) {
        JsonNode selector = match.path("objectSelector");
        return selector.isEmpty()
                || fits(selector, labels(request.object()))
                || fits(selector, labels(request.oldObject()));
    }

    private boolean namespaceFits(AdmissionRequest request, View view) {
        JsonNode selector = match.path("namespaceSelector");
        boolean itself = isNamespace(request.kind());
        if (selector.isEmpty() || request.namespace().isEmpty() && !itself) {
            return true;
        }
        if (itself
                && !request.operation().equals("DELETE")
                && request.subresource().isEmpty()) {
            return fits(selector, labels(request.object()));
        }
        String name = itself ? request.name() : request.namespace();
        StoredObject namespace = view.get(Namespaces.RESOURCE, ObjectKey.cluster(name));
        return fits(selector, namespace == null ? Map.of() : labels(Trees.of(namespace)));
    }

    private static boolean isNamespace(Kind kind) {
        return kind.resource().equals(Namespaces.RESOURCE);
    }

    private static boolean fits(JsonNode selector, Map<String, String> labels) {
        return LabelSelectors.of(selector).matches(labels);
    }

    private static Map<String, String> labels(JsonNode object) {
        Map<String, String> labels = new LinkedHashMap<>();
        object.path("metadata")
                .path("labels")
                .properties()
                .forEach(one -> labels.put(one.getKey(), one.getValue().asString("")));
        return labels;
    }
}
