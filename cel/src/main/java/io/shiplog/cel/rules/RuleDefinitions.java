package io.shiplog.cel.rules;

import io.shiplog.cel.compile.Expression;
import io.shiplog.cel.cost.CostEstimate;
import io.shiplog.cel.cost.Range;
import io.shiplog.cel.rules.RuleExpressions.Compiler;
import io.shiplog.cel.rules.RuleExpressions.Problems;
import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with the rules of a schema (apiextensions' validation of {@code x-kubernetes-validations}, v1.34).
 * Rules of what is within come before those of what is around it. Owned by the thread that walks.
 */
public final class RuleDefinitions {
    private static final long RULE_LIMIT = 10_000_000;
    private static final String RULES = "x-kubernetes-validations";

    private final Field root;
    private final List<FieldError> wrong;
    private final List<FieldError> found = new ArrayList<>();
    private final TotalCost total = new TotalCost();

    private RuleDefinitions(Field root) {
        this.root = root;
        this.wrong = List.copyOf(root.errors());
    }

    public static void check(Field schema) {
        new RuleDefinitions(schema).check();
    }

    /**
     * Where a schema is.
     *
     * @param cardinality how many values it can have in one object, negative when nobody bounds that
     * @param uncorrelated within which nobody knows what was before, empty where it is known
     */
    private record Place(long cardinality, String uncorrelated) {
        Place within(JsonNode around, String path, boolean loses) {
            long factor = switch (around.path("type").asString("")) {
                case "object" -> around.path("additionalProperties").isObject() ? bound(around, "maxProperties") : 1;
                case "array" -> bound(around, "maxItems");
                default -> 1;
            };
            long count = cardinality < 0 || factor < 0 ? -1 : Range.product(cardinality, factor);
            return new Place(count, uncorrelated.isEmpty() && loses ? path : uncorrelated);
        }

        private static long bound(JsonNode schema, String member) {
            return schema.has(member) ? Math.max(0, SchemaTypes.count(schema, member)) : -1;
        }
    }

    private void check() {
        walk(root, true, SchemaTypes.of(root.value(), true, SchemaRuleSet.ROOT), new Place(1, ""));
        found.addAll(total.problems(root.path()));
        found.forEach(root::report);
    }

    private void walk(Field schema, boolean whole, @Nullable RuleType type, Place place) {
        JsonNode value = schema.value();
        if (!value.isObject()) {
            return;
        }
        RuleType element = type == null ? null : type.element();
        nested(schema.at("additionalProperties"), element, place.within(value, schema.path(), false));
        schema.at("properties").entries((name, property) -> {
            Optional<String> escaped = Escaping.of(name);
            RuleType of = escaped.isEmpty() || type == null
                    ? SchemaTypes.of(property.value(), SchemaTypes.isEmbedded(property.value()), SchemaRuleSet.ROOT)
                    : type.members().containsKey(escaped.get())
                            ? type.members().get(escaped.get()).type()
                            : null;
            nested(property, of, place.within(value, schema.path(), false));
        });
        boolean keyed = value.path("x-kubernetes-list-type").asString("").equals("map");
        nested(schema.at("items"), element, place.within(value, schema.path(), !keyed));
        boolean sound = wrong.stream().noneMatch(error -> error.field().startsWith(schema.path()));
        if (type != null && sound) {
            Compiler compiler = new Compiler(type);
            schema.at(RULES).items().forEach(rule -> rule(rule, compiler, type, place));
        }
    }

    private void nested(Field schema, @Nullable RuleType type, Place place) {
        walk(schema, SchemaTypes.isEmbedded(schema.value()), type, place);
    }

    private void rule(Field rule, Compiler compiler, RuleType type, Place place) {
        if (rule.at("rule").text().isBlank()) {
            return;
        }
        List<Problems> problems = new ArrayList<>();
        Optional<RuleExpressions> expressions = compiler.compile(rule.value(), problems);
        Field text = rule.at("rule");
        expressions.ifPresent(good -> {
            long once = cost(good.rule(), type);
            long times = place.cardinality() < 0 ? most(type) : place.cardinality();
            limit(text.path(), "estimated rule cost", Range.product(once, times));
        });
        for (Problems problem : problems) {
            if (problem.rule() != null) {
                found.add(FieldError.invalid(text.path(), new ShownRule(rule.value()), problem.rule()));
            }
            if (problem.message() != null) {
                found.add(FieldError.invalid(
                        rule.at("messageExpression").path(), new ShownRule(rule.value()), problem.message()));
            }
        }
        expressions.ifPresent(good -> {
            Expression message = good.message();
            if (message != null) {
                limit(rule.at("messageExpression").path(), "estimated messageExpression cost", cost(message, type));
            }
            if (good.looksBack() && !place.uncorrelated().isEmpty()) {
                found.add(FieldError.invalid(
                        text.path(),
                        text.text(),
                        "oldSelf cannot be used on the uncorrelatable portion of the schema within "
                                + place.uncorrelated()));
            }
        });
        boolean looksBack = expressions.map(RuleExpressions::looksBack).orElse(false);
        Field optional = rule.at("optionalOldSelf");
        if (!looksBack && optional.present()) {
            found.add(FieldError.invalid(
                    optional.path(), optional.value(), "may not be set if oldSelf is not used in rule"));
        }
    }

    private void limit(String path, String what, long cost) {
        if (cost > RULE_LIMIT) {
            found.add(FieldError.forbidden(path, TotalCost.exceeded(what, cost, RULE_LIMIT)));
        }
        total.observe(path, cost);
    }

    private static long cost(Expression expression, RuleType type) {
        return CostEstimate.of(expression.ast(), new SchemaSizes(type));
    }

    /** How many values of a type fit into a request. */
    private static long most(RuleType type) {
        return 3 * 1024 * 1024 / (type.minSize() + 1);
    }
}
