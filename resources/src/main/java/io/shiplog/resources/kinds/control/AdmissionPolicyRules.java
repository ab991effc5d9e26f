package io.shiplog.resources.kinds.control;

import io.shiplog.resources.Field;
import io.shiplog.resources.expression.Expressions;
import io.shiplog.resources.names.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What ValidatingAdmissionPolicies and their bindings have to obey (admissionregistration's validation, v1.34). */
final class AdmissionPolicyRules {
    private static final List<String> FAILURE = List.of("Fail", "Ignore");
    private static final List<String> REASONS =
            List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");
    private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");
    private static final int MAX_CONDITIONS = 64;
    private static final int MAX_ANNOTATIONS = 20;
    private static final int MAX_ANNOTATION = 5 * 1024;

    private final Field spec;
    private final Map<String, String> problems;

    private AdmissionPolicyRules(Field spec) {
        this.spec = spec;
        this.problems = hasExpressions(spec) ? Expressions.engine().problems(spec.value()) : Map.of();
    }

    private static boolean hasExpressions(Field spec) {
        return spec.at("validations").size() + spec.at("auditAnnotations").size() > 0;
    }

    /** Tells what the engine found wrong with an expression. */
    private void compiled(Field expression) {
        String why = problems.get(expression.path().substring(spec.path().length() + 1));
        if (why != null) {
            expression.invalid(why);
        }
    }

    static void policy(Field root) {
        Field spec = root.at("spec");
        Field failure = spec.at("failurePolicy");
        if (!failure.blank() && !FAILURE.contains(failure.text())) {
            failure.notSupported(FAILURE);
        }
        paramKind(spec.at("paramKind"));
        new AdmissionPolicyRules(spec).expressions(root.at("metadata", "name").text());
    }

    private void expressions(String name) {
        Field match = spec.at("matchConstraints");
        if (match.absent()) {
            match.required("");
        } else {
            MatchRules.check(match);
            if (match.at("resourceRules").size() == 0) {
                match.at("resourceRules").required("");
            }
        }
        conditions(spec.at("matchConditions"));
        spec.at("variables").items().forEach(this::variable);
        if (spec.at("validations").size() == 0 && spec.at("auditAnnotations").size() == 0) {
            String why = "validations or auditAnnotations must contain at least one item";
            spec.at("validations").required(why);
            spec.at("auditAnnotations").required(why);
        }
        spec.at("validations").items().forEach(this::validation);
        annotations(spec.at("auditAnnotations"), name);
    }

    private static void paramKind(Field kind) {
        if (kind.absent()) {
            return;
        }
        if (kind.at("apiVersion").blank()) {
            kind.at("apiVersion").required("");
        }
        if (kind.at("kind").blank()) {
            kind.at("kind").required("");
        }
    }

    private void conditions(Field conditions) {
        if (conditions.size() > MAX_CONDITIONS) {
            conditions.report(
                    io.shiplog.resources.FieldError.tooMany(conditions.path(), conditions.size(), MAX_CONDITIONS));
        }
        Set<String> names = new HashSet<>();
        for (Field condition : conditions.items()) {
            if (condition.at("expression").text().isBlank()) {
                condition.at("expression").required("");
            }
            compiled(condition.at("expression"));
            Field name = condition.at("name");
            if (name.blank()) {
                name.required("");
            } else {
                name.invalid(Names.qualifiedName(name.text()));
                if (!names.add(name.text())) {
                    name.duplicate();
                }
            }
        }
    }

    private void variable(Field variable) {
        Field name = variable.at("name");
        if (name.text().isBlank()) {
            name.required("name is not specified");
        } else if (!name.text().matches("[_a-zA-Z][_a-zA-Z0-9]*")) {
            name.invalid("must be a valid CEL identifier");
        }
        if (variable.at("expression").text().isBlank()) {
            variable.at("expression").required("expression is not specified");
        }
        compiled(variable.at("expression"));
    }

    private void validation(Field validation) {
        if (validation.at("expression").text().isBlank()) {
            validation.at("expression").required("expression is not specified");
        }
        compiled(validation.at("expression"));
        Field expression = validation.at("messageExpression");
        if (!expression.blank() && expression.text().isBlank()) {
            expression.invalid("must be non-empty if specified");
        }
        compiled(expression);
        Field message = validation.at("message");
        if (!message.blank() && message.text().isBlank()) {
            message.invalid("must be non-empty if specified");
        } else if (message.text().strip().indexOf('\n') >= 0
                || message.text().strip().indexOf('\r') >= 0) {
            message.invalid("must not contain line breaks");
        }
        Field reason = validation.at("reason");
        if (!reason.blank() && !REASONS.contains(reason.text())) {
            reason.notSupported(REASONS);
        }
    }

    private void annotations(Field annotations, String policy) {
        if (annotations.size() > MAX_ANNOTATIONS) {
            annotations.invalid("must not have more than " + MAX_ANNOTATIONS + " auditAnnotations");
        }
        Set<String> keys = new HashSet<>();
        for (Field annotation : annotations.items()) {
            Field key = annotation.at("key");
            for (String why : Names.qualifiedName(policy + "/" + key.text())) {
                key.invalid(policy + "/" + key.text(), why);
            }
            Field expression = annotation.at("valueExpression");
            if (expression.text().isBlank()) {
                expression.required("valueExpression is not specified");
            } else if (expression.text().strip().length() > MAX_ANNOTATION) {
                expression.required("must not exceed " + MAX_ANNOTATION + " bytes in length");
            }
            compiled(expression);
            if (!keys.add(key.text())) {
                key.duplicate();
            }
        }
    }

    static void binding(Field root) {
        Field spec = root.at("spec");
        Field policy = spec.at("policyName");
        if (policy.blank()) {
            policy.required("");
        } else {
            policy.invalid(Names.dns1123Subdomain(policy.text()));
        }
        paramRef(spec.at("paramRef"));
        MatchRules.check(spec.at("matchResources"));
        Field actions = spec.at("validationActions");
        Set<String> told = new HashSet<>();
        for (Field action : actions.items()) {
            if (!ACTIONS.contains(action.text())) {
                action.notSupported(ACTIONS);
            }
            if (!told.add(action.text())) {
                action.duplicate();
            }
        }
        if (told.contains("Deny") && told.contains("Warn")) {
            actions.invalid("must not contain both Deny and Warn (repeating the same validation failure information in"
                    + " the API response and headers serves no purpose)");
        }
        if (told.isEmpty()) {
            actions.required("at least one validation action is required");
        }
    }

    private static void paramRef(Field ref) {
        if (ref.absent()) {
            return;
        }
        Field name = ref.at("name");
        if (!name.blank()) {
            name.invalid(Names.pathSegment(name.text()));
            if (ref.has("selector")) {
                name.forbidden("name and selector are mutually exclusive");
                ref.at("selector").forbidden("name and selector are mutually exclusive");
            }
        } else if (!ref.has("selector")) {
            ref.required("one of name or selector must be specified");
        }
        Field action = ref.at("parameterNotFoundAction");
        if (action.blank()) {
            action.required("");
        } else if (!List.of("Allow", "Deny").contains(action.text())) {
            action.notSupported(List.of("Deny", "Allow"));
        }
    }
}
