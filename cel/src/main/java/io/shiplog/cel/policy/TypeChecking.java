package io.shiplog.cel.policy;

import io.shiplog.cel.rules.JsonSchemas;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The expressions of a policy held against the types of the objects that it matches. */
public final class TypeChecking {
    private TypeChecking() {}

    /** What does not fit, by the fields of the policy. */
    public static Map<String, String> warnings(JsonNode spec, Map<String, JsonNode> schemas) {
        Map<String, String> warnings = new LinkedHashMap<>();
        schemas.forEach((name, schema) -> {
            Optional<JsonSchemas.Typed> type = JsonSchemas.typed(schema, name.substring(name.lastIndexOf('=') + 1));
            type.ifPresent(known -> warnings(spec, name, known, warnings));
        });
        return warnings;
    }

    private static void warnings(JsonNode spec, String name, JsonSchemas.Typed type, Map<String, String> warnings) {
        PolicyScope scope = new PolicyScope(spec.path("paramKind").isObject(), type);
        for (JsonNode variable : spec.path("variables")) {
            scope.compile(variable.path("expression").asString(""), true)
                    .expression()
                    .ifPresent(good -> scope.know(variable.path("name").asString(""), good.type()));
        }
        JsonNode validations = spec.path("validations");
        for (int i = 0; i < validations.size(); i++) {
            for (String member : new String[] {"expression", "messageExpression"}) {
                String text = validations.get(i).path(member).asString("");
                String why = text.isBlank() ? "" : scope.compile(text, true).issues();
                if (!why.isEmpty()) {
                    String field = "spec.validations[" + i + "]." + member;
                    warnings.merge(field, name + ": " + why + "\n", (one, more) -> one + "\n" + more);
                }
            }
        }
    }
}
