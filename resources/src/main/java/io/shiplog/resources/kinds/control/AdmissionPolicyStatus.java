package io.shiplog.resources.kinds.control;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.View;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.expression.Expressions;
import io.shiplog.resources.expression.SchemaDocument;
import io.shiplog.resources.json.JsonEquality;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Companions;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The status of ValidatingAdmissionPolicies: which of their expressions do not fit the types of what they match
 * (kube-controller-manager's {@code validatingadmissionpolicystatus}, v1.34). It is told by the write that makes the
 * policy what it is, not a moment later.
 */
final class AdmissionPolicyStatus implements Companions {
    private static final int MOST = 10;

    @Override
    public Decision creating(View view, ObjectKey key, ObjectNode object) {
        check(view, object);
        return Decision.Propose.NONE;
    }

    @Override
    public Decision updating(View view, ObjectKey key, ObjectNode old, ObjectNode object) {
        if (!JsonEquality.equal(old.path("spec"), object.path("spec"))) {
            check(view, object);
        }
        return Decision.Propose.NONE;
    }

    private static void check(View view, ObjectNode policy) {
        ObjectNode status = policy.putObject("status");
        status.put("observedGeneration", Trees.number(policy, 1, "metadata", "generation"));
        ObjectNode checking = status.putObject("typeChecking");
        Map<String, String> warnings =
                Expressions.engine().typeWarnings(policy.path("spec"), types(policy.path("spec"), view));
        if (!warnings.isEmpty()) {
            ArrayNode told = checking.putArray("expressionWarnings");
            warnings.forEach(
                    (field, text) -> told.addObject().put("fieldRef", field).put("warning", text));
        }
    }

    /** The schemas of the kinds that a policy names, by how upstream calls them. */
    private static Map<String, JsonNode> types(JsonNode spec, View view) {
        Map<Kind, JsonNode> rules = new TreeMap<>(
                Comparator.comparing(Kind::group).thenComparing(Kind::version).thenComparing(Kind::kind));
        for (JsonNode rule : spec.path("matchConstraints").path("resourceRules")) {
            for (Kind kind : Kinds.of(view).kinds()) {
                if (rules.size() < MOST && named(rule, kind)) {
                    rules.put(kind, schema(kind));
                }
            }
        }
        Map<String, JsonNode> types = new java.util.LinkedHashMap<>();
        rules.forEach(
                (kind, schema) -> types.put(kind.group() + "/" + kind.version() + ", Kind=" + kind.kind(), schema));
        return types;
    }

    private static boolean named(JsonNode rule, Kind kind) {
        return has(rule.path("apiGroups"), kind.group())
                && has(rule.path("apiVersions"), kind.version())
                && has(rule.path("resources"), kind.plural());
    }

    /** A wildcard names nothing of which a type is known. */
    private static boolean has(JsonNode list, String text) {
        return list.valueStream().anyMatch(one -> one.asString("").equals(text))
                && list.valueStream().noneMatch(one -> one.asString("").equals("*"));
    }

    private static JsonNode schema(Kind kind) {
        @Nullable ObjectNode declared = kind.declaredSchema();
        return declared == null ? SchemaDocument.of(kind.schema()) : declared;
    }
}
