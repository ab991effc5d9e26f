package io.shiplog.resources.admission;

import io.shiplog.resources.json.Members;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.pod.PodResources;
import io.shiplog.resources.pod.QosClass;
import tools.jackson.databind.JsonNode;

/** Which objects a quota counts: all, or the pods that all its scopes describe. */
final class QuotaScopes {
    private QuotaScopes() {}

    static boolean counts(JsonNode quota, Kind kind, JsonNode object) {
        JsonNode scopes = quota.path("spec").path("scopes");
        JsonNode expressions = quota.path("spec").path("scopeSelector").path("matchExpressions");
        if (scopes.isEmpty() && expressions.isEmpty()) {
            return true;
        }
        if (!kind.is(Pods.RESOURCE)) {
            return false;
        }
        for (JsonNode scope : scopes) {
            if (!describes(scope.asString(""), object)) {
                return false;
            }
        }
        for (JsonNode expression : expressions) {
            if (!matches(expression, object)) {
                return false;
            }
        }
        return true;
    }

    private static boolean describes(String scope, JsonNode pod) {
        JsonNode spec = pod.path("spec");
        return switch (scope) {
            case "Terminating" -> spec.has("activeDeadlineSeconds");
            case "NotTerminating" -> !spec.has("activeDeadlineSeconds");
            case "BestEffort" -> isBestEffort(pod);
            case "NotBestEffort" -> !isBestEffort(pod);
            case "PriorityClass" -> !Members.text(spec, "priorityClassName").isEmpty();
            case "CrossNamespacePodAffinity" -> false;
            default -> true;
        };
    }

    /** The class that the pod was given, or that it would be given. */
    private static boolean isBestEffort(JsonNode pod) {
        String given = Members.text(pod.path("status"), "qosClass");
        return given.isEmpty()
                ? QosClass.of(PodResources.asked(pod)) == QosClass.BEST_EFFORT
                : given.equals(QosClass.BEST_EFFORT.text());
    }

    private static boolean matches(JsonNode expression, JsonNode pod) {
        String scope = Members.text(expression, "scopeName");
        if (!scope.equals("PriorityClass")) {
            return describes(scope, pod);
        }
        String actual = Members.text(pod.path("spec"), "priorityClassName");
        boolean listed = false;
        for (JsonNode value : expression.path("values")) {
            listed |= value.asString("").equals(actual);
        }
        return switch (Members.text(expression, "operator")) {
            case "In" -> listed;
            case "NotIn" -> !listed;
            case "Exists" -> !actual.isEmpty();
            case "DoesNotExist" -> actual.isEmpty();
            default -> false;
        };
    }
}
