package io.shiplog.cel.rules;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import io.shiplog.cel.compile.Constants;
import io.shiplog.cel.compile.Expression;
import io.shiplog.cel.compile.ExpressionScope;
import io.shiplog.cel.compile.ExpressionScope.Compilation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The expressions of one rule, checked.
 *
 * @param message null when there is none
 */
record RuleExpressions(Expression rule, @Nullable Expression message) {
    static final String SELF = "self";
    static final String OLD_SELF = "oldSelf";

    boolean looksBack() {
        return rule.uses(OLD_SELF);
    }

    /**
     * What is wrong with a rule's expressions.
     *
     * @param rule null when that one is right
     */
    record Problems(@Nullable String rule, @Nullable String message) {}

    /** Compiles the rules of values of one type: the environments are made once for all of them. */
    static final class Compiler {
        private final RuleType type;
        private @Nullable ExpressionScope plain;
        private @Nullable ExpressionScope optional;

        Compiler(RuleType type) {
            this.type = type;
        }

        /** The expressions of a rule; empty when something is wrong, which {@code problems} gets. */
        Optional<RuleExpressions> compile(JsonNode rule, List<Problems> problems) {
            ExpressionScope environment =
                    environment(rule.path("optionalOldSelf").asBoolean(false));
            Compilation compiled = environment.compile(rule.path("rule").asString(""));
            if (compiled.expression().isEmpty()) {
                problems.add(new Problems("compilation failed: " + shown(compiled), null));
                return Optional.empty();
            }
            Expression expression = compiled.expression().get();
            if (!expression.type().equals(SimpleType.BOOL)) {
                problems.add(new Problems("cel expression must evaluate to a bool", null));
                return Optional.empty();
            }
            Optional<String> constant = Constants.problem(expression);
            if (constant.isPresent()) {
                problems.add(new Problems("program instantiation failed: " + constant.get(), null));
                return Optional.empty();
            }
            String text = rule.path("messageExpression").asString("");
            if (text.isEmpty()) {
                return Optional.of(new RuleExpressions(expression, null));
            }
            Compilation message = environment.compile(text);
            if (message.expression().isEmpty()) {
                problems.add(new Problems(null, "messageExpression compilation failed: " + shown(message)));
            } else if (!message.expression().get().type().equals(SimpleType.STRING)) {
                problems.add(new Problems(null, "messageExpression must evaluate to a string"));
            } else {
                Constants.problem(message.expression().get())
                        .ifPresent(why ->
                                problems.add(new Problems(null, "messageExpression instantiation failed: " + why)));
            }
            return Optional.of(new RuleExpressions(
                    expression, problems.isEmpty() ? message.expression().orElse(null) : null));
        }

        /** What is wrong, with a name for the type of the value that tells nothing of where it is. */
        private String shown(Compilation compilation) {
            return compilation.issues().replace(type.cel().name(), SchemaRuleSet.ROOT);
        }

        private ExpressionScope environment(boolean maybe) {
            ExpressionScope known = maybe ? optional : plain;
            if (known != null) {
                return known;
            }
            Map<String, CelType> variables = new LinkedHashMap<>();
            variables.put(SELF, type.cel());
            variables.put(OLD_SELF, maybe ? OptionalType.create(type.cel()) : type.cel());
            ExpressionScope made = ExpressionScope.of(variables, new ArrayList<>(SchemaTypes.named(type)));
            if (maybe) {
                optional = made;
            } else {
                plain = made;
            }
            return made;
        }
    }
}
