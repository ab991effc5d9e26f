package io.shiplog.resources.kinds.definition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.shiplog.resources.Field;
import io.shiplog.resources.FieldError;
import io.shiplog.resources.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * That a schema is structural: every member has its type outside of all combinations, which only narrow what the
 * structure allows (apiextensions' {@code schema.ValidateStructural}, v1.34).
 */
final class StructuralRules {
    private static final JsonNode INT_OR_STRING = Json.parseValue(
            "[{\"type\":\"integer\"},{\"type\":\"string\"}]".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    private static final List<String> EMPTY_WHEN_NESTED = List.of("type", "title", "description");
    private static final List<String> FALSE_WHEN_NESTED = List.of(
            "nullable",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-embedded-resource",
            "x-kubernetes-int-or-string");
    private static final List<String> UNDEFINED_WHEN_NESTED =
            List.of("additionalProperties", "default", "x-kubernetes-list-type", "x-kubernetes-map-type");
    private static final List<String> LISTS_WHEN_NESTED =
            List.of("x-kubernetes-list-map-keys", "x-kubernetes-validations");
    private static final Set<String> NAMES = Set.of("name", "generateName");
    private static final Set<String> ALLOWED_OF_METADATA = Set.of("type", "properties", "default");

    private enum Level {
        ROOT("at the root"),
        ITEM("for specified array items"),
        FIELD("for specified object fields");

        private final String where;

        Level(String where) {
            this.where = where;
        }
    }

    private StructuralRules() {}

    /** Reports, sorted by their texts, what keeps a schema from being structural. */
    static void check(Field schema) {
        List<FieldError> errors = schema.errors();
        int before = errors.size();
        invariants(schema, Level.ROOT);
        completeness(schema);
        errors.subList(before, errors.size()).sort(Comparator.comparing(FieldError::message));
    }

    private static void invariants(Field schema, Level level) {
        if (!schema.value().isObject()) {
            return;
        }
        Field type = schema.at("type");
        Field items = schema.at("items");
        if (type.text().equals("array") && items.absent()) {
            items.required("must be specified");
        }
        invariants(items, Level.ITEM);
        schema.at("properties").entries((name, property) -> invariants(property, Level.FIELD));
        Field additional = schema.at("additionalProperties");
        if (additional.present()) {
            if (level == Level.ROOT) {
                additional.forbidden("must not be used at the root");
            }
            invariants(additional, Level.FIELD);
        }
        boolean intOrString = schema.at("x-kubernetes-int-or-string").isTrue();
        Field preserve = schema.at("x-kubernetes-preserve-unknown-fields");
        Field embedded = schema.at("x-kubernetes-embedded-resource");
        for (Field other : List.of(preserve, embedded)) {
            if (intOrString && other.isTrue()) {
                other.invalid("must be false if x-kubernetes-int-or-string is true");
            }
        }
        values(schema);
        if (embedded.isTrue() && !type.text().equals("object")) {
            String why = "must be object if x-kubernetes-embedded-resource is true";
            if (type.blank()) {
                type.required(why);
            } else {
                type.invalid(why);
            }
        } else if (type.blank() && !intOrString && !preserve.isTrue()) {
            type.required("must not be empty " + level.where);
        }
        if (embedded.isTrue() && additional.present()) {
            additional.forbidden("must not be used if x-kubernetes-embedded-resource is set");
        }
        if (level == Level.ROOT && !type.blank() && !type.text().equals("object")) {
            type.invalid("must be object at the root");
        }
        metadata(schema, level == Level.ROOT, embedded.isTrue());
        if (embedded.isTrue() && !preserve.isTrue() && schema.at("properties").size() == 0) {
            schema.at("properties")
                    .required("must not be empty if x-kubernetes-embedded-resource is true without"
                            + " x-kubernetes-preserve-unknown-fields");
        }
    }

    /** What is said of the members that every object has. */
    private static void metadata(Field schema, boolean root, boolean embedded) {
        Field properties = schema.at("properties");
        if (!root && !embedded) {
            return;
        }
        for (String name : List.of("kind", "apiVersion")) {
            Field type = properties.key(name).at("type");
            if (properties.has(name) && !type.text().equals("string")) {
                type.invalid("must be string");
            }
        }
        Field metadata = properties.key("metadata");
        if (!properties.has("metadata")) {
            return;
        }
        if (!metadata.at("type").text().equals("object")) {
            metadata.at("type").invalid("must be object");
        }
        boolean more = metadata.value().propertyNames().stream().anyMatch(name -> !ALLOWED_OF_METADATA.contains(name))
                || metadata.at("properties").value().propertyNames().stream().anyMatch(name -> !NAMES.contains(name));
        if (root && more) {
            metadata.forbidden("must not specify anything other than name and generateName, but metadata is implicitly"
                    + " specified");
        }
    }

    /** What is said of values. */
    private static void values(Field schema) {
        boolean plain = schema.at("anyOf").value().equals(INT_OR_STRING);
        if (!plain) {
            schema.at("anyOf").items().forEach(one -> nested(one, false));
        }
        List<Field> all = schema.at("allOf").items();
        for (int i = 0; i < all.size(); i++) {
            nested(all.get(i), i == 0 && all.getFirst().at("anyOf").value().equals(INT_OR_STRING));
        }
        schema.at("oneOf").items().forEach(one -> nested(one, false));
        nested(schema.at("not"), false);
        Field pattern = schema.at("pattern");
        try {
            Pattern.compile(pattern.text());
        } catch (PatternSyntaxException problem) {
            pattern.invalid("must be a valid regular expression, but isn't: " + problem.getMessage());
        }
    }

    /** @param intOrString whether its {@code anyOf} is how one says "integer or string" */
    private static void nested(Field schema, boolean intOrString) {
        if (!schema.value().isObject()) {
            return;
        }
        if (intOrString) {
            schema.at("allOf").items().forEach(one -> nested(one, false));
            schema.at("oneOf").items().forEach(one -> nested(one, false));
            nested(schema.at("not"), false);
        } else {
            values(schema);
        }
        nested(schema.at("items"), false);
        schema.at("properties").entries((name, property) -> nested(property, false));
        EMPTY_WHEN_NESTED.forEach(member -> {
            if (!schema.at(member).blank()) {
                schema.at(member).forbidden("must be empty to be structural");
            }
        });
        FALSE_WHEN_NESTED.forEach(member -> {
            if (schema.at(member).isTrue()) {
                schema.at(member).forbidden("must be false to be structural");
            }
        });
        UNDEFINED_WHEN_NESTED.forEach(member -> {
            if (schema.has(member)) {
                schema.at(member).forbidden("must be undefined to be structural");
            }
        });
        LISTS_WHEN_NESTED.forEach(member -> {
            if (schema.at(member).size() > 0) {
                schema.at(member).forbidden("must be empty to be structural");
            }
        });
        if (schema.at("properties").has("metadata")) {
            schema.at("properties").key("metadata").forbidden("must not be specified in a nested context");
        }
    }

    /** That what combinations speak of is there. */
    private static void completeness(Field schema) {
        if (!schema.value().isObject()) {
            return;
        }
        combined(schema, schema);
        completeness(schema.at("items"));
        schema.at("properties").entries((name, property) -> completeness(property));
        completeness(schema.at("additionalProperties"));
    }

    private static void combined(Field rules, Field structure) {
        for (String several : List.of("allOf", "anyOf", "oneOf")) {
            rules.at(several).items().forEach(one -> complete(one, structure));
        }
        if (rules.has("not")) {
            complete(rules.at("not"), structure);
        }
    }

    private static void complete(Field nested, Field structure) {
        if (structure.absent()) {
            structure.required("because it is defined in " + nested.path());
            return;
        }
        combined(nested, structure);
        if (nested.has("items")) {
            complete(nested.at("items"), structure.at("items"));
        }
        nested.at("properties")
                .entries((name, property) ->
                        complete(property, structure.at("properties").key(name)));
    }
}
