package io.shiplog.resources.structural;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.GoText;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonEquality;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is wrong with a value by its schema, in the words of kube-openapi's validator (v1.34). What was already wrong
 * and did not change is let pass (KEP-4008). Owned by the thread that walks.
 */
final class ValueCheck {
    private final String prefix;

    private ValueCheck(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Checks a value.
     *
     * @param old what it replaces, null for nothing
     * @param prefix the path of the value itself, empty for an object as a whole
     */
    static List<FieldError> check(JsonNode value, StructuralSchema schema, @Nullable JsonNode old, String prefix) {
        Findings findings = new Findings();
        new ValueCheck(prefix).value(value, schema, old, "", findings);
        return findings.errors;
    }

    /** What was found so far, and how many checks were made: of several schemas the one that went furthest is told. */
    static final class Findings {
        final List<FieldError> errors = new ArrayList<>();
        int checks;

        void merge(Findings others) {
            errors.addAll(others.errors);
            checks += others.checks;
        }
    }

    /** Adds to {@code findings} what is wrong with {@code value}. */
    void value(JsonNode value, StructuralSchema schema, @Nullable JsonNode old, String path, Findings findings) {
        Findings own = new Findings();
        type(value, schema, path, own);
        ValueRules rules = schema.rules();
        if (!value.isNull()) {
            if (rules.combines()) {
                new Combinations(this, path).check(value, rules, old, own);
            }
            switch (value) {
                case ObjectNode object -> {
                    values(value, rules, path, own);
                    members(object, schema, old, path, own);
                }
                case ArrayNode array -> {
                    items(array, schema, old, path, own);
                    values(value, rules, path, own);
                }
                default -> {
                    new ScalarRules(this, path).check(value, rules, own);
                    values(value, rules, path, own);
                }
            }
            own.checks++;
        } else {
            values(value, rules, path, own);
        }
        if (old != null && !own.errors.isEmpty() && JsonEquality.equal(old, value)) {
            own.errors.clear();
        }
        findings.merge(own);
    }

    private void type(JsonNode value, StructuralSchema schema, String path, Findings findings) {
        findings.checks++;
        String format = schema.rules().format();
        String wanted = schema.intOrString() ? "integer,string" : schema.type();
        if (wanted.isEmpty() && format.isEmpty()) {
            return;
        }
        String found = typeOf(value);
        if (value.isNull()) {
            if (!wanted.isEmpty() && !schema.nullable()) {
                findings.errors.add(wrongType(path, wanted, found));
            }
            return;
        }
        boolean numeric = wanted.contains("integer") || wanted.equals("number");
        boolean fits = wanted.equals(found)
                || schema.intOrString() && (found.equals("integer") || found.equals("string"))
                || found.equals("number") && wanted.contains("integer") && isWhole(value)
                || found.equals("integer") && wanted.equals("number");
        boolean readByFormat = !numeric && !format.isEmpty() && (found.equals("string") || found.equals("array"));
        if (!fits && !readByFormat) {
            String shown = found.equals("integer") ? "int64" : found.equals("number") ? "float64" : "";
            boolean formatted = !format.isEmpty() && !found.equals("string") && !found.equals("array");
            findings.errors.add(formatted ? wrongType(path, format, shown) : wrongType(path, wanted, found));
        }
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case STRING, BINARY -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() && value.canConvertToLong() ? "integer" : "number";
            case NULL, MISSING -> "null";
        };
    }

    /** Whether a floating-point number stands for an integer that it can say exactly. */
    private static boolean isWhole(JsonNode value) {
        double number = GoNumbers.value(value);
        return number == Math.rint(number) && Math.abs(number) <= (1L << 53) - 1;
    }

    private void values(JsonNode value, ValueRules rules, String path, Findings findings) {
        if (rules.values().isEmpty() || rules.values().stream().anyMatch(one -> sameValue(one, value))) {
            return;
        }
        List<String> supported = rules.values().stream()
                .map(one -> one.isString() ? one.stringValue() : Json.text(one))
                .toList();
        findings.errors.add(FieldError.notSupported(field(path), value, supported));
    }

    private static boolean sameValue(JsonNode one, JsonNode other) {
        return one.equals(other)
                || one.isNumber()
                        && other.isNumber()
                        && Double.compare(GoNumbers.value(one), GoNumbers.value(other)) == 0;
    }

    private void members(
            ObjectNode object, StructuralSchema schema, @Nullable JsonNode old, String path, Findings findings) {
        ValueRules rules = schema.rules();
        if (rules.minProperties() != null && object.size() < rules.minProperties()) {
            findings.errors.add(
                    invalid(path, object.size(), "should have at least " + rules.minProperties() + " properties"));
        }
        if (rules.maxProperties() != null && object.size() > rules.maxProperties()) {
            findings.errors.add(FieldError.tooMany(
                    field(path), object.size(), rules.maxProperties().intValue()));
        }
        JsonNode before = schema.atomicMap() ? null : old;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            StructuralSchema named = schema.properties().get(name);
            JsonNode was = before == null ? null : before.get(name);
            if (named != null) {
                value(member.getValue(), named, was, path.isEmpty() ? name : path + "." + name, findings);
            } else if (schema.additional() != null && !schema.additional().allowed()) {
                findings.errors.add(
                        FieldError.invalid(field(path), name, path + "." + name + " in body is a forbidden property"));
            } else if (schema.additional() != null && schema.additional().schema() != null) {
                value(member.getValue(), schema.additional().schema(), was, path + "." + name, findings);
            }
        }
        for (String name : rules.required()) {
            if (!object.has(name)) {
                findings.errors.add(FieldError.required(field(path + "." + name), ""));
            }
        }
        findings.checks++;
    }

    private void items(
            ArrayNode array, StructuralSchema schema, @Nullable JsonNode old, String path, Findings findings) {
        StructuralSchema items = schema.items();
        for (int i = 0; items != null && i < array.size(); i++) {
            value(array.get(i), items, counterpart(array.get(i), schema, old), path + "[" + i + "]", findings);
        }
        ValueRules rules = schema.rules();
        if (rules.minItems() != null && array.size() < rules.minItems()) {
            findings.errors.add(invalid(path, array.size(), "should have at least " + rules.minItems() + " items"));
        }
        if (rules.maxItems() != null && array.size() > rules.maxItems()) {
            findings.errors.add(FieldError.tooMany(
                    field(path), array.size(), rules.maxItems().intValue()));
        }
        findings.checks++;
    }

    /** The item that had the same key, where items have keys: of others nobody knows which one it was. */
    private static @Nullable JsonNode counterpart(JsonNode item, StructuralSchema list, @Nullable JsonNode old) {
        if (old == null || !list.list().equals("map")) {
            return null;
        }
        for (JsonNode before : old) {
            if (list.listKeys().stream().allMatch(key -> JsonEquality.equal(item.get(key), before.get(key)))) {
                return before;
            }
        }
        return null;
    }

    FieldError wrongType(String path, String wanted, String found) {
        return FieldError.typeInvalid(
                field(path), found, path + " in body must be of type " + wanted + ": " + GoText.quoted(found));
    }

    FieldError invalid(String path, @Nullable Object value, String why) {
        return FieldError.invalid(field(path), value, path + " in body " + why);
    }

    /** What is said of a value as a whole, without its place. */
    FieldError general(String message) {
        return FieldError.invalid(field(""), "", message);
    }

    private String field(String path) {
        String bare = path.startsWith(".") ? path.substring(1) : path;
        return prefix.isEmpty()
                ? bare.isEmpty() ? "<nil>" : bare
                : bare.isEmpty() ? prefix : bare.startsWith("[") ? prefix + bare : prefix + "." + bare;
    }
}
