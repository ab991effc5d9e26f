package io.shiplog.cel.rules;

import io.shiplog.cel.eval.Evaluation;
import io.shiplog.cel.eval.Program;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.GoText;
import io.shiplog.resources.json.JsonEquality;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of the rules of a schema over an object, in upstream's order: a value's own rules before those of what is in
 * it (apiextensions' {@code cel.Validator}, v1.34). Owned by the thread that runs it.
 */
final class RuleRun {
    /** What the rules of one object may cost together. */
    private static final long BUDGET = 10_000_000;

    private static final int MAX_MESSAGE_BYTES = 5 * 1024;
    private static final String OUT_OF_BUDGET =
            "validation failed due to running out of cost budget, no further validation rules will be run";

    private final List<FieldError> errors = new ArrayList<>();
    private long budget = BUDGET;

    private RuleRun() {}

    static List<FieldError> of(RuleNode rules, JsonNode object, @Nullable JsonNode old) {
        RuleRun run = new RuleRun();
        run.value(rules, object, old, "", Correlation.of(object, old));
        return run.errors;
    }

    private void value(RuleNode node, JsonNode value, @Nullable JsonNode old, String path, Correlation correlation) {
        if (value.isNull() || budget < 0) {
            return;
        }
        own(node, value, old == null || old.isNull() ? null : old, path, correlation);
        switch (value) {
            case ObjectNode object -> members(node, object, old, path, correlation);
            case ArrayNode array -> items(node, array, old, path, correlation);
            default -> {}
        }
    }

    private void members(
            RuleNode node, ObjectNode object, @Nullable JsonNode old, String path, Correlation correlation) {
        RuleNode additional = node.additional();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            RuleNode of = node.properties().get(name);
            RuleNode rules = of == null ? additional : of;
            if (rules != null) {
                JsonNode before = old == null ? null : old.get(name);
                String at = of == null ? path + "[" + name + "]" : path.isEmpty() ? name : path + "." + name;
                value(rules, member.getValue(), before, at, correlation.member(name, member.getValue(), node.atomic()));
            }
        }
    }

    private void items(RuleNode node, ArrayNode array, @Nullable JsonNode old, String path, Correlation correlation) {
        RuleNode items = node.items();
        for (int i = 0; items != null && i < array.size(); i++) {
            JsonNode item = array.get(i);
            JsonNode before = node.keyed() && old != null ? counterpart(item, old, node.keys()) : null;
            value(items, item, before, path + "[" + i + "]", correlation.item(item, before));
        }
    }

    private static @Nullable JsonNode counterpart(JsonNode item, JsonNode old, List<String> keys) {
        for (JsonNode before : old) {
            if (keys.stream().allMatch(key -> JsonEquality.equal(item.get(key), before.get(key)))) {
                return before;
            }
        }
        return null;
    }

    private void own(RuleNode node, JsonNode value, @Nullable JsonNode old, String path, Correlation correlation) {
        RuleType type = node.type();
        node.broken().forEach(why -> invalid(path, node, "rule compile error: " + why));
        if (node.rules().isEmpty() || type == null) {
            return;
        }
        if (budget == 0) {
            invalid(path, node, OUT_OF_BUDGET);
            budget = -1;
            return;
        }
        Object self = type.value(value);
        Object before = old == null ? null : type.value(old);
        for (CompiledRule rule : node.rules()) {
            if (rule.looksBack() && before == null && !rule.optionalOld()) {
                continue;
            }
            Object oldSelf = rule.optionalOld() ? Optional.ofNullable(before) : before;
            if (!run(rule, node, path, correlation, self, oldSelf)) {
                return;
            }
        }
    }

    /** Runs one rule; false when no others are to be run. */
    private boolean run(
            CompiledRule rule,
            RuleNode node,
            String path,
            Correlation correlation,
            Object self,
            @Nullable Object oldSelf) {
        Evaluation outcome = rule.program().run(self, oldSelf);
        if (!spend(outcome.cost())) {
            invalid(path, node, OUT_OF_BUDGET);
            return false;
        }
        switch (outcome) {
            case Evaluation.TooExpensive(String why, long _) -> {
                invalid(
                        path,
                        node,
                        "'" + why + "': no further validation rules will be run due to call cost exceeds limit"
                                + " for rule: " + rule.text());
                budget = -1;
                return false;
            }
            case Evaluation.Failed(String why, long _) ->
                invalid(
                        path,
                        node,
                        why.startsWith("no such overload")
                                ? "'" + why
                                        + "': call arguments did not match a supported operator, function or macro signature"
                                        + " for rule: " + rule.text()
                                : why + " evaluating rule: " + rule.text());
            case Evaluation.Value(Object result, long _) -> {
                if (!Boolean.TRUE.equals(result)) {
                    String blamed =
                            rule.path().isEmpty() ? path : path.isEmpty() ? rule.path() : path + "." + rule.path();
                    boolean passes = !rule.looksBack() && correlation.isUnchanged();
                    return broken(rule, node, blamed, passes, self, oldSelf);
                }
            }
        }
        return true;
    }

    /** Tells of a rule that does not hold; false when no others are to be run. */
    private boolean broken(
            CompiledRule rule, RuleNode node, String path, boolean passes, Object self, @Nullable Object oldSelf) {
        Program message = rule.message();
        String text = rule.fixed();
        if (message != null) {
            Evaluation outcome = message.run(self, oldSelf);
            if (!spend(outcome.cost())) {
                invalid(
                        path,
                        node,
                        "messageExpression evaluation failed due to running out of cost budget, no further"
                                + " validation rules will be run");
                return false;
            }
            if (outcome instanceof Evaluation.TooExpensive) {
                invalid(
                        path,
                        node,
                        "no further validation rules will be run due to call cost exceeds limit for"
                                + " messageExpression: " + GoText.quoted(rule.text()));
                budget = -1;
                return false;
            }
            text = said(outcome).orElse(text);
        }
        if (!passes) {
            errors.add(error(rule.reason(), path(path), node.typeName(), text));
        }
        return true;
    }

    /** What a message expression says, empty when it says nothing that can be shown. */
    private static Optional<String> said(Evaluation outcome) {
        if (!(outcome instanceof Evaluation.Value(String text, long _))) {
            return Optional.empty();
        }
        String bare = text.strip();
        boolean shown = !bare.isEmpty()
                && bare.indexOf('\n') < 0
                && bare.getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE_BYTES;
        return shown ? Optional.of(bare) : Optional.empty();
    }

    private boolean spend(long cost) {
        budget = cost > budget ? -1 : budget - cost;
        return budget >= 0;
    }

    private static FieldError error(String reason, String path, String value, String text) {
        return switch (reason) {
            case "FieldValueForbidden" -> FieldError.forbidden(path, text);
            case "FieldValueRequired" -> FieldError.required(path, text);
            case "FieldValueDuplicate" -> FieldError.duplicate(path, value);
            default -> FieldError.invalid(path, value, text);
        };
    }

    private void invalid(String path, RuleNode node, String why) {
        errors.add(FieldError.invalid(path(path), node.typeName(), why));
    }

    private static String path(String path) {
        return path.isEmpty() ? "<nil>" : path;
    }
}
