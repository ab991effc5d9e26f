package io.shiplog.cel.rules;

import io.shiplog.resources.expression.ObjectRules;
import tools.jackson.databind.JsonNode;

/** All rules of a schema, made into programs. */
public final class SchemaRuleSet {
    /** What the type of a value is called: upstream gives it another name each time. */
    static final String ROOT = "selfType";

    private SchemaRuleSet() {}

    public static ObjectRules of(JsonNode openApi) {
        RuleNode rules = RuleNode.of(openApi, true, SchemaTypes.of(openApi, true, ROOT), ROOT);
        return rules == null ? ObjectRules.NONE : (object, old) -> RuleRun.of(rules, object, old);
    }
}
