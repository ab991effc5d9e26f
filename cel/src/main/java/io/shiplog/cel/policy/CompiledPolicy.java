package io.shiplog.cel.policy;

import io.shiplog.resources.expression.AdmissionPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A policy with its expressions.
 *
 * @param fails whether what cannot be evaluated counts as denied
 */
public record CompiledPolicy(PolicyExpressions expressions, List<Said> said, boolean fails) implements AdmissionPolicy {
    public CompiledPolicy {
        said = List.copyOf(said);
    }

    /** What is said of a rule that is not obeyed. */
    record Said(String message, String reason) {}

    public static AdmissionPolicy of(JsonNode spec) {
        List<Said> said = new ArrayList<>();
        spec.path("validations")
                .forEach(one -> said.add(new Said(
                        one.path("message").asString("").strip(),
                        one.path("reason").asString(""))));
        PolicyExpressions expressions = PolicyExpressions.of(spec, (path, why) -> {});
        boolean fails = !spec.path("failurePolicy").asString("").equals("Ignore");
        return new CompiledPolicy(expressions, said, fails);
    }

    /** What is wrong with expressions, by where they stand. */
    public static Map<String, String> problems(JsonNode spec) {
        Map<String, String> problems = new LinkedHashMap<>();
        PolicyExpressions.of(spec, problems::put);
        return problems;
    }

    @Override
    public Judgement judge(Input input) {
        return new PolicyRun(this, input).judge();
    }
}
