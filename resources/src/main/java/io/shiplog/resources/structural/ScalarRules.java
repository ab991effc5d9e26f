package io.shiplog.resources.structural;

import io.shiplog.resources.FieldError;
import io.shiplog.resources.structural.ValueCheck.Findings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The rules of strings and numbers.
 *
 * @param path where the value is
 */
record ScalarRules(ValueCheck check, String path) {

    void check(JsonNode value, ValueRules rules, Findings findings) {
        if (value.isString()) {
            text(value, rules, findings);
        } else if (value.isNumber()) {
            number(value, rules, findings);
            findings.checks++;
        }
    }

    private void text(JsonNode value, ValueRules rules, Findings findings) {
        String text = value.stringValue();
        long length = text.codePointCount(0, text.length());
        if (rules.maxLength() != null && length > rules.maxLength()) {
            FieldError error = check.invalid(path, value, "");
            findings.errors.add(
                    FieldError.tooLong(error.field(), rules.maxLength().intValue()));
        } else if (rules.minLength() != null && length < rules.minLength()) {
            findings.errors.add(check.invalid(path, value, "should be at least " + rules.minLength() + " chars long"));
        } else if (rules.pattern() != null && !rules.pattern().matcher(text).find()) {
            findings.errors.add(check.invalid(path, value, "should match '" + rules.patternText() + "'"));
        }
        if (!rules.format().isEmpty() && !Formats.fits(rules.format(), text)) {
            FieldError error = check.wrongType(path, rules.format(), text);
            findings.errors.add(FieldError.typeInvalid(error.field(), value, error.detail()));
        }
    }

    private void number(JsonNode value, ValueRules rules, Findings findings) {
        double number = GoNumbers.value(value);
        Double multiple = rules.multipleOf();
        if (multiple != null && multiple > 0 && number / multiple != Math.rint(number / multiple)) {
            findings.errors.add(check.invalid(path, value, "should be a multiple of " + GoNumbers.text(multiple)));
        }
        Double most = rules.maximum();
        if (most != null && (rules.exclusiveMaximum() ? number >= bound(value, most) : number > bound(value, most))) {
            String than = rules.exclusiveMaximum() ? "should be less than " : "should be less than or equal to ";
            findings.errors.add(check.invalid(path, value, than + GoNumbers.text(bound(value, most))));
        }
        Double least = rules.minimum();
        if (least != null
                && (rules.exclusiveMinimum() ? number <= bound(value, least) : number < bound(value, least))) {
            String than = rules.exclusiveMinimum() ? "should be greater than " : "should be greater than or equal to ";
            findings.errors.add(check.invalid(path, value, than + GoNumbers.text(bound(value, least))));
        }
    }

    /** Integers are compared with the integer part of a bound. */
    private static double bound(JsonNode value, double bound) {
        return JsonNodeFactory.instance.numberNode(bound).canConvertToLong() && value.isIntegralNumber()
                ? (double) (long) bound
                : bound;
    }
}
