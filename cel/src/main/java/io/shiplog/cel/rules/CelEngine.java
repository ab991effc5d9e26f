package io.shiplog.cel.rules;

import io.shiplog.resources.Field;
import io.shiplog.resources.expression.ExpressionEngine;
import io.shiplog.resources.expression.ObjectRules;
import tools.jackson.databind.JsonNode;

/** The engine of expressions: CEL. Without state. */
public final class CelEngine implements ExpressionEngine {
    static final String ROOT = "selfType";

    @Override
    public void checkRules(Field schema) {
        RuleDefinitions.check(schema);
    }

    @Override
    public ObjectRules rules(JsonNode openApi) {
        RuleNode rules = RuleNode.of(openApi, true, SchemaTypes.of(openApi, true, ROOT), ROOT);
        return rules == null ? ObjectRules.NONE : (object, old) -> RuleRun.of(rules, object, old);
    }
}
