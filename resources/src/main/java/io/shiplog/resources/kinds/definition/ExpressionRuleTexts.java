package io.shiplog.resources.kinds.definition;

import io.shiplog.resources.Field;
import io.shiplog.resources.expression.SchemaPath;
import java.util.List;

/** What can be told of a rule without understanding its expression (apiextensions' validation, v1.34). */
final class ExpressionRuleTexts {
    private static final List<String> REASONS =
            List.of("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired");

    private ExpressionRuleTexts() {}

    static void check(Field schema) {
        schema.at("x-kubernetes-validations").items().forEach(rule -> check(rule, schema));
    }

    private static void check(Field rule, Field schema) {
        Field message = rule.at("message");
        String text = message.text().strip();
        if (rule.at("rule").text().isBlank()) {
            rule.at("rule").required("rule is not specified");
        } else if (!message.blank() && text.isEmpty()) {
            message.invalid("must be non-empty if specified");
        } else if (hasLines(text)) {
            message.invalid("must not contain line breaks");
        } else if (hasLines(rule.at("rule").text().strip()) && text.isEmpty()) {
            message.required("message must be specified if rule contains line breaks");
        }
        Field expression = rule.at("messageExpression");
        if (!expression.blank() && expression.text().isBlank()) {
            expression.required("messageExpression must be non-empty if specified");
        }
        Field reason = rule.at("reason");
        if (reason.present() && !REASONS.contains(reason.text())) {
            reason.notSupported(REASONS);
        }
        fieldPath(rule.at("fieldPath"), schema);
    }

    private static void fieldPath(Field path, Field schema) {
        if (path.blank()) {
            return;
        }
        if (path.text().isBlank()) {
            path.invalid("must be non-empty if specified");
        }
        if (hasLines(path.text())) {
            path.invalid("must not contain line breaks");
        }
        if (SchemaPath.of(path.text(), schema.value()).isEmpty()) {
            path.invalid("must be a valid path");
        }
    }

    private static boolean hasLines(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
