package io.shiplog.cel;

import io.shiplog.cel.policy.CompiledPolicy;
import io.shiplog.cel.policy.TypeChecking;
import io.shiplog.cel.rules.RuleDefinitions;
import io.shiplog.cel.rules.SchemaRuleSet;
import io.shiplog.resources.Field;
import io.shiplog.resources.expression.AdmissionPolicy;
import io.shiplog.resources.expression.ExpressionEngine;
import io.shiplog.resources.expression.ObjectRules;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The engine of expressions: CEL. Without state. */
public final class CelEngine implements ExpressionEngine {
    @Override
    public void checkRules(Field schema) {
        RuleDefinitions.check(schema);
    }

    @Override
    public ObjectRules rules(JsonNode openApi) {
        return SchemaRuleSet.of(openApi);
    }

    @Override
    public Map<String, String> problems(JsonNode spec) {
        return CompiledPolicy.problems(spec);
    }

    @Override
    public Map<String, String> typeWarnings(JsonNode spec, Map<String, JsonNode> schemas) {
        return TypeChecking.warnings(spec, schemas);
    }

    @Override
    public AdmissionPolicy policy(JsonNode spec) {
        return CompiledPolicy.of(spec);
    }
}
