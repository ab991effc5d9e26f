package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.Field;
import io.shiplog.resources.expression.Expressions;
import io.shiplog.resources.structural.Structure;
import java.util.List;
import java.util.Set;

/**
 * What the schema of a definition's objects has to obey (apiextensions' {@code
 * ValidateCustomResourceDefinitionOpenAPISchema}, v1.34); that it is structural is {@link StructuralRules}' to say.
 */
final class DefinitionSchemaRules {
    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> UNSUPPORTED =
            List.of("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref");
    private static final Set<String> METADATA = Set.of("metadata", "kind", "apiVersion");
    private static final Set<String> AT_ROOT = Set.of(
            "description",
            "type",
            "format",
            "title",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "multipleOf",
            "required",
            "items",
            "properties",
            "externalDocs",
            "example",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-validations");
    private static final String AT_ROOT_TEXT = "only [Description Type Format Title Maximum ExclusiveMaximum Minimum"
            + " ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items"
            + " Properties ExternalDocs Example XPreserveUnknownFields XValidations] fields are allowed at the root of"
            + " the schema if the status subresource is enabled";

    private DefinitionSchemaRules() {}

    /** @param status whether objects have a status of their own */
    static void check(Field schema, boolean status) {
        if (status) {
            root(schema);
        }
        if (schema.at("nullable").isTrue()) {
            schema.at("nullable").forbidden("nullable cannot be true at the root");
        }
        int before = schema.errors().size();
        StructuralRules.check(schema);
        if (schema.errors().size() == before) {
            defaults(schema, true);
        }
        boolean structural = schema.errors().size() == before;
        walk(schema, "");
        if (structural && Expressions.hasRules(schema.value())) {
            Expressions.engine().checkRules(schema);
        }
    }

    private static void root(Field schema) {
        if (!schema.at("type").text().equals("object")) {
            schema.at("type")
                    .invalid("only \"object\" is allowed as the type at the root of the schema if the status"
                            + " subresource is enabled");
        } else if (schema.value().propertyNames().stream().anyMatch(name -> !AT_ROOT.contains(name))) {
            schema.invalid(AT_ROOT_TEXT);
        }
    }

    /** @param noDefaults why defaults are not allowed here, empty when they are */
    private static void walk(Field schema, String noDefaults) {
        if (schema.absent() || !schema.value().isObject()) {
            return;
        }
        Field type = schema.at("type");
        if (!type.blank() && !TYPES.contains(type.text())) {
            type.notSupported(TYPES);
        }
        if (schema.has("default") && !noDefaults.isEmpty()) {
            schema.at("default").forbidden("must not be set " + noDefaults);
        }
        for (String member : UNSUPPORTED) {
            if (schema.has(member)) {
                schema.at(member).forbidden(member + " is not supported");
            }
        }
        if (type.text().equals("null")) {
            type.forbidden("type cannot be set to null, use nullable as an alternative");
        }
        if (schema.at("uniqueItems").isTrue()) {
            schema.at("uniqueItems")
                    .forbidden("uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        if (schema.has("additionalProperties")
                && schema.at("properties").size() > 0
                && (schema.at("additionalProperties").value().isObject()
                        || !schema.at("additionalProperties").isTrue())) {
            schema.at("additionalProperties").forbidden("additionalProperties and properties are mutual exclusive");
        }
        walk(schema.at("additionalProperties"), noDefaults);
        properties(schema, noDefaults);
        for (String several : List.of("allOf", "oneOf", "anyOf")) {
            schema.at(several).items().forEach(one -> walk(one, noDefaults));
        }
        walk(schema.at("not"), noDefaults);
        if (schema.at("items").value().isArray()) {
            schema.at("items").forbidden("items must be a schema object and not an array");
        }
        walk(schema.at("items"), noDefaults);
        Field preserve = schema.at("x-kubernetes-preserve-unknown-fields");
        if (preserve.present() && !preserve.isTrue()) {
            preserve.invalid("must be true or undefined");
        }
        ListSchemaRules.check(schema);
        ExpressionRuleTexts.check(schema);
    }

    private static void properties(Field schema, String noDefaults) {
        boolean root = schema.path().endsWith("openAPIV3Schema");
        schema.at("properties")
                .entries((name, property) ->
                        walk(property, root && METADATA.contains(name) ? "in top-level " + name : noDefaults));
    }

    private static void defaults(Field schema, boolean root) {
        if (schema.absent() || !schema.value().isObject()) {
            return;
        }
        Set<String> skipped = root ? METADATA : Set.of();
        if (schema.has("default")) {
            Field value = schema.at("default");
            Structure.wrongDefault(value.value(), schema.value(), value.path()).forEach(schema::report);
        }
        schema.at("properties").entries((name, property) -> {
            if (!skipped.contains(name)) {
                defaults(property, false);
            }
        });
        defaults(schema.at("items"), false);
        defaults(schema.at("additionalProperties"), false);
    }
}
