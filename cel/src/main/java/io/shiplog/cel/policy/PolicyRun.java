package io.shiplog.cel.policy;

import io.shiplog.cel.eval.Evaluation;
import io.shiplog.cel.eval.Program;
import io.shiplog.cel.library.AuthorizerFunctions;
import io.shiplog.cel.policy.PolicyExpressions.Part;
import io.shiplog.cel.rules.JsonSchemas;
import io.shiplog.cel.rules.JsonValues;
import io.shiplog.cel.value.Null;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.expression.AdmissionPolicy.Denial;
import io.shiplog.resources.expression.AdmissionPolicy.Input;
import io.shiplog.resources.expression.AdmissionPolicy.Judgement;
import io.shiplog.resources.expression.PolicyAuthorizer.Question;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One judgement of a policy (apiserver's {@code validating.validator}, v1.34). Owned by the thread that judges.
 */
final class PolicyRun {
    private static final long BUDGET = 10_000_000;
    private static final long CONDITIONS_BUDGET = 2_500_000;
    private static final int MAX_MESSAGE_BYTES = 5 * 1024;
    private static final String OUT_OF_BUDGET =
            "validation failed due to running out of cost budget, no further validation rules will be run";

    private final CompiledPolicy policy;
    private final PolicyVariables variables;
    private final @Nullable Object[] trusted;
    private final @Nullable Object[] plain;
    private long budget;

    PolicyRun(CompiledPolicy policy, Input input) {
        this.policy = policy;
        this.variables = new PolicyVariables(policy.expressions().variables());
        this.trusted = values(input, true);
        this.plain = values(input, false);
        variables.seenWith(trusted);
    }

    private @Nullable Object[] values(Input input, boolean authorizer) {
        List<Object> values = new ArrayList<>();
        values.add(JsonValues.plain(input.object()));
        values.add(JsonValues.plain(input.oldObject()));
        values.add(JsonSchemas.request(input.request()));
        values.add(JsonSchemas.namespace(input.namespace()));
        values.add(variables);
        if (policy.expressions().params()) {
            values.add(JsonValues.plain(input.params()));
        }
        if (authorizer) {
            values.add(AuthorizerFunctions.asking(input.authorizer()));
            values.add(AuthorizerFunctions.asking(input.authorizer(), resource(input.request())));
        }
        return values.toArray();
    }

    private static Question resource(JsonNode request) {
        JsonNode resource = request.path("requestResource");
        return new Question(
                "",
                "",
                "",
                resource.path("group").asString(""),
                resource.path("resource").asString(""),
                request.path("requestSubResource").asString(""),
                request.path("namespace").asString(""),
                request.path("name").asString(""),
                "",
                "");
    }

    /** What became of one expression: a value, or why there is none. */
    private record Result(@Nullable Object value, String problem) {}

    Judgement judge() {
        budget = CONDITIONS_BUDGET;
        List<String> problems = new ArrayList<>();
        for (Part condition : policy.expressions().conditions()) {
            Result result = run(condition, trusted);
            if (!result.problem().isEmpty()) {
                problems.add(result.problem());
            } else if (Boolean.FALSE.equals(result.value())) {
                return Judgement.NONE;
            }
        }
        if (!problems.isEmpty()) {
            String all = problems.size() == 1 ? problems.getFirst() : "[" + String.join(", ", problems) + "]";
            return policy.fails() ? new Judgement(List.of(new Denial(0, all, "")), Map.of()) : Judgement.NONE;
        }
        budget = BUDGET;
        List<Denial> denials = new ArrayList<>();
        for (int i = 0; i < policy.expressions().validations().size(); i++) {
            validate(i, denials);
        }
        budget = BUDGET;
        Map<String, String> annotations = new LinkedHashMap<>();
        for (Part annotation : policy.expressions().annotations()) {
            annotate(annotation, annotations, denials);
        }
        return new Judgement(denials, annotations);
    }

    private void validate(int index, List<Denial> denials) {
        Part part = policy.expressions().validations().get(index);
        Result result = run(part, trusted);
        if (!result.problem().isEmpty()) {
            if (policy.fails()) {
                denials.add(new Denial(index, result.problem(), ""));
            }
        } else if (!Boolean.TRUE.equals(result.value())) {
            CompiledPolicy.Said said = policy.said().get(index);
            String message = message(policy.expressions().messages().get(index));
            if (message.isEmpty()) {
                message = said.message();
            }
            if (message.isEmpty()) {
                message = "failed expression: " + part.text().strip();
            }
            denials.add(new Denial(index, message, said.reason()));
        }
    }

    /** What an expression says, empty when it says nothing that can be shown. */
    private String message(Part part) {
        if (part.program() == null || !(run(part, plain).value() instanceof String text)) {
            return "";
        }
        String bare = text.strip();
        boolean shown = bare.indexOf('\n') < 0 && bare.getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE_BYTES;
        return shown ? bare : "";
    }

    private void annotate(Part part, Map<String, String> annotations, List<Denial> denials) {
        Result result = run(part, trusted);
        String problem = result.problem();
        Object value = result.value();
        if (problem.isEmpty() && value instanceof String text) {
            if (!text.isBlank()) {
                annotations.put(part.key(), text.strip());
            }
            return;
        }
        boolean wrongType = false;
        if (problem.isEmpty() && value != null && value != Null.VALUE) {
            wrongType = true;
            problem = "valueExpression '" + part.text() + "' resulted in unsupported return type: "
                    + TypeValue.nameOf(value) + ". Return type must be either string or null.";
        }
        if (!problem.isEmpty() && (policy.fails() || wrongType)) {
            denials.add(new Denial(0, problem, ""));
        }
    }

    private Result run(Part part, @Nullable Object[] values) {
        if (budget < 0) {
            return new Result(null, OUT_OF_BUDGET);
        }
        Program program = part.program();
        if (program == null) {
            return part.problem().isEmpty()
                    ? new Result(null, "")
                    : new Result(null, "compilation error: " + part.problem());
        }
        Evaluation evaluation = program.run(values);
        budget -= evaluation.cost() + variables.spent();
        if (budget < 0) {
            return new Result(null, OUT_OF_BUDGET);
        }
        return switch (evaluation) {
            case Evaluation.Value(Object value, long _) -> new Result(value, "");
            case Evaluation.Failed(String why, long _) -> new Result(null, failed(part, why));
            case Evaluation.TooExpensive(String why, long _) -> new Result(null, failed(part, why));
        };
    }

    private static String failed(Part part, String why) {
        return "expression '" + part.text() + "' resulted in error: " + why;
    }
}
