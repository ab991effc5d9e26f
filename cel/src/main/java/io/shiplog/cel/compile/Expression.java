package io.shiplog.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import io.shiplog.cel.eval.Program;
import io.shiplog.cel.eval.ProgramPlan;
import java.util.List;

/**
 * An expression that was checked. Immutable.
 *
 * @param variables the names of the variables that it may use
 */
public record Expression(CelAbstractSyntaxTree ast, List<String> variables) {
    public Expression {
        variables = List.copyOf(variables);
    }

    public CelType type() {
        return ast.getResultType();
    }

    /** Whether it looks at a variable. */
    public boolean uses(String variable) {
        return ast.getReferenceMap().values().stream()
                .anyMatch(one -> one.name().equals(variable));
    }

    public Program program() {
        return ProgramPlan.plan(ast, variables);
    }
}
