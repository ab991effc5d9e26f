package io.shiplog.cel.rules;

import io.shiplog.cel.rules.RuleExpressions.Compiler;
import io.shiplog.cel.rules.RuleExpressions.Problems;
import io.shiplog.resources.expression.SchemaPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules of one part of a schema and of what is in it. Immutable.
 *
 * @param rules of the value itself
 * @param broken what is said of rules that do not compile: those of definitions that were stored unchecked
 * @param type the value's
 * @param typeName as the schema says it
 * @param items of a list, null when there are no rules in them
 * @param properties those members in which there are rules
 * @param additional of the members that are not named, null when there are no rules in them
 * @param keys of a list whose items have keys
 * @param keyed whether the items of a list are known by keys
 * @param atomic whether an object is one value
 */
record RuleNode(
        List<CompiledRule> rules,
        List<String> broken,
        @Nullable RuleType type,
        String typeName,
        @Nullable RuleNode items,
        Map<String, RuleNode> properties,
        @Nullable RuleNode additional,
        List<String> keys,
        boolean keyed,
        boolean atomic) {

    /** The rules of a schema, null when it has none. */
    static @Nullable RuleNode of(JsonNode schema, boolean root, @Nullable RuleType type, String name) {
        RuleNode items = nested(schema.path("items"), type == null ? null : type.element(), name);
        RuleNode additional = nested(schema.path("additionalProperties"), type == null ? null : type.element(), name);
        Map<String, RuleNode> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            Optional<String> escaped = Escaping.of(property.getKey());
            RuleType of = escaped.isEmpty() || type == null
                    ? SchemaTypes.of(property.getValue(), SchemaTypes.isEmbedded(property.getValue()), name + ".@other")
                    : type.members().containsKey(escaped.get())
                            ? type.members().get(escaped.get()).type()
                            : null;
            RuleNode node = nested(property.getValue(), of, name);
            if (node != null) {
                properties.put(property.getKey(), node);
            }
        }
        List<CompiledRule> rules = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        if (type != null) {
            Compiler compiler = new Compiler(type);
            schema.path("x-kubernetes-validations").forEach(rule -> compile(rule, schema, compiler, rules, broken));
        }
        if (rules.isEmpty() && broken.isEmpty() && items == null && additional == null && properties.isEmpty()) {
            return null;
        }
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asString("")));
        return new RuleNode(
                rules,
                broken,
                type,
                schema.path("type").asString(root ? "object" : ""),
                items,
                properties,
                additional,
                keys,
                schema.path("x-kubernetes-list-type").asString("").equals("map"),
                schema.path("x-kubernetes-map-type").asString("").equals("atomic"));
    }

    private static @Nullable RuleNode nested(JsonNode schema, @Nullable RuleType type, String name) {
        return schema.isObject() ? of(schema, SchemaTypes.isEmbedded(schema), type, name) : null;
    }

    private static void compile(
            JsonNode rule, JsonNode schema, Compiler compiler, List<CompiledRule> rules, List<String> broken) {
        if (rule.path("rule").asString("").isBlank()) {
            return;
        }
        List<Problems> problems = new ArrayList<>();
        Optional<RuleExpressions> expressions = compiler.compile(rule, problems);
        if (expressions.isEmpty()) {
            problems.forEach(problem -> broken.add(String.valueOf(problem.rule())));
            return;
        }
        String path = rule.path("fieldPath").asString("");
        String blamed = path.isEmpty() ? "" : SchemaPath.of(path, schema).orElse("");
        rules.add(CompiledRule.of(rule, expressions.get(), blamed));
    }
}
