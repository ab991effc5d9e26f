package io.shiplog.resources.structural;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.expression.Expressions;
import io.shiplog.resources.expression.ObjectRules;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Rules that are compiled when the first object is checked. Thread-safe: the second may compile them, too. */
final class LazyRules implements ObjectRules {
    private final JsonNode openApi;
    private volatile @Nullable ObjectRules compiled;

    private LazyRules(JsonNode openApi) {
        this.openApi = openApi;
    }

    static ObjectRules of(JsonNode openApi) {
        return Expressions.hasRules(openApi) ? new LazyRules(openApi) : ObjectRules.NONE;
    }

    @Override
    public List<FieldError> check(JsonNode object, @Nullable JsonNode old) {
        ObjectRules rules = compiled;
        if (rules == null) {
            rules = Expressions.engine().rules(openApi);
            compiled = rules;
        }
        return rules.check(object, old);
    }
}
