package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.Field;
import io.shiplog.resources.conditions.Condition;
import io.shiplog.resources.json.GoText;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is said of definitions in Kubernetes' own groups: that the community has reviewed them (apiextensions' {@code
 * GetAPIApprovalState}, v1.34).
 */
final class ApiApproval {
    private static final String ANNOTATION = "api-approved.kubernetes.io";
    private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#\\s]+\\S*");
    private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";

    private ApiApproval() {}

    /** The condition about it, null where nobody asks. */
    static @Nullable Condition condition(JsonNode definition, String type) {
        if (!isProtected(definition)) {
            return null;
        }
        String value = value(definition);
        return switch (state(value)) {
            case MISSING -> Condition.fails(type, "MissingAnnotation", reason(value));
            case BYPASSED -> Condition.fails(type, "UnapprovedAnnotation", reason(value));
            case APPROVED -> Condition.holds(type, "ApprovedAnnotation", reason(value));
            case INVALID -> Condition.fails(type, "InvalidAnnotation", reason(value));
        };
    }

    /** Reports what is missing, unless it was so in {@code old}. */
    static void check(Field root, @Nullable JsonNode old) {
        String value = value(root.value());
        if (!isProtected(root.value()) || old != null && state(value(old)) == state(value)) {
            return;
        }
        Field annotation = root.at("metadata", "annotations").key(ANNOTATION);
        switch (state(value)) {
            case MISSING -> annotation.required(reason(value));
            case INVALID -> annotation.invalid(reason(value));
            case APPROVED, BYPASSED -> {}
        }
    }

    private enum State {
        MISSING,
        BYPASSED,
        APPROVED,
        INVALID
    }

    private static State state(String value) {
        return value.isEmpty()
                ? State.MISSING
                : value.startsWith("unapproved")
                        ? State.BYPASSED
                        : ADDRESS.matcher(value).matches() ? State.APPROVED : State.INVALID;
    }

    private static String reason(String value) {
        String needed = "protected groups must have approval annotation " + GoText.quoted(ANNOTATION);
        return switch (state(value)) {
            case MISSING -> needed + SEE;
            case BYPASSED -> "not approved: " + GoText.quoted(value);
            case APPROVED -> "approved in " + value;
            case INVALID -> needed + " with either a URL or a reason starting with \"unapproved\"" + SEE;
        };
    }

    private static String value(JsonNode definition) {
        return definition.path("metadata").path("annotations").path(ANNOTATION).asString("");
    }

    private static boolean isProtected(JsonNode definition) {
        String group = definition.path("spec").path("group").asString("");
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }
}
