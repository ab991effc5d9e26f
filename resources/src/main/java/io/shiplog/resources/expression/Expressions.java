package io.shiplog.resources.expression;

import java.util.ServiceLoader;
import tools.jackson.databind.JsonNode;

/** Where the engine of expressions is found; it is loaded when the first expression is met. */
public final class Expressions {
    private static final String RULES = "x-kubernetes-validations";

    private Expressions() {}

    /** Loaded by its first use, which is when an expression is met. */
    private static final class Loaded {
        static final ExpressionEngine ENGINE = ServiceLoader.load(ExpressionEngine.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is nothing here that evaluates expressions"));
    }

    public static ExpressionEngine engine() {
        return Loaded.ENGINE;
    }

    /** Whether a schema has rules anywhere in it. */
    public static boolean hasRules(JsonNode schema) {
        if (!schema.isObject()) {
            return false;
        }
        if (!schema.path(RULES).isEmpty()
                || hasRules(schema.path("items"))
                || hasRules(schema.path("additionalProperties"))) {
            return true;
        }
        for (JsonNode property : schema.path("properties")) {
            if (hasRules(property)) {
                return true;
            }
        }
        return false;
    }
}
