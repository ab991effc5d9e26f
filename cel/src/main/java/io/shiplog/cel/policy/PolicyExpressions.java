package io.shiplog.cel.policy;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.shiplog.cel.compile.Expression;
import io.shiplog.cel.compile.ExpressionScope.Compilation;
import io.shiplog.cel.eval.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The expressions of a policy, compiled in its order. Immutable.
 *
 * @param params whether it has a kind of parameters
 */
record PolicyExpressions(
        boolean params,
        List<Part> conditions,
        Map<String, Program> variables,
        List<Part> validations,
        List<Part> messages,
        List<Part> annotations) {

    /**
     * An expression.
     *
     * @param key of an annotation, else empty
     * @param program null where there is no expression, or a wrong one
     * @param problem what is wrong with it, empty when it is right
     */
    record Part(String text, String key, @Nullable Program program, String problem) {}

    /** @param report gets the path within the specification of what is wrong, and why */
    static PolicyExpressions of(JsonNode spec, BiConsumer<String, String> report) {
        boolean params = spec.path("paramKind").isObject();
        Compiler compiler = new Compiler(new PolicyScope(params), report);
        List<Part> conditions = new ArrayList<>();
        PolicyScope bare = new PolicyScope(params);
        each(
                spec,
                "matchConditions",
                (path, one) -> conditions.add(
                        new Compiler(bare, report).part(path, one, "expression", "", true, SimpleType.BOOL)));
        Map<String, Program> variables = new LinkedHashMap<>();
        each(spec, "variables", (path, one) -> compiler.variable(path, one, variables));
        List<Part> validations = new ArrayList<>();
        List<Part> messages = new ArrayList<>();
        each(spec, "validations", (path, one) -> {
            validations.add(compiler.part(path, one, "expression", "", true, SimpleType.BOOL));
            messages.add(compiler.part(path, one, "messageExpression", "", false, SimpleType.STRING));
        });
        List<Part> annotations = new ArrayList<>();
        each(
                spec,
                "auditAnnotations",
                (path, one) -> annotations.add(compiler.part(
                        path,
                        one,
                        "valueExpression",
                        one.path("key").asString(""),
                        true,
                        SimpleType.STRING,
                        SimpleType.NULL_TYPE)));
        return new PolicyExpressions(params, conditions, variables, validations, messages, annotations);
    }

    private static void each(JsonNode spec, String member, BiConsumer<String, JsonNode> use) {
        JsonNode list = spec.path(member);
        for (int i = 0; i < list.size(); i++) {
            use.accept(member + "[" + i + "]", list.get(i));
        }
    }

    private record Compiler(PolicyScope scope, BiConsumer<String, String> report) {
        Part part(String path, JsonNode one, String member, String key, boolean authorizer, CelType... wanted) {
            String text = one.path(member).asString("");
            if (text.isBlank()) {
                return new Part(text, key, null, "");
            }
            Compilation compiled = scope.compile(text, authorizer, wanted);
            if (compiled.expression().isEmpty()) {
                report.accept(path + "." + member, compiled.issues());
                return new Part(text, key, null, compiled.issues());
            }
            return new Part(text, key, compiled.expression().get().program(), "");
        }

        void variable(String path, JsonNode one, Map<String, Program> variables) {
            String name = one.path("name").asString("");
            String text = one.path("expression").asString("");
            if (name.isBlank() || text.isBlank()) {
                return;
            }
            Compilation compiled = scope.compile(text, true);
            if (compiled.expression().isEmpty()) {
                report.accept(path + ".expression", compiled.issues());
                scope.know(name, SimpleType.DYN);
                return;
            }
            Expression expression = compiled.expression().get();
            scope.know(name, expression.type());
            variables.put(name, expression.program());
        }
    }
}
