package io.shiplog.cel.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import io.shiplog.cel.eval.Evaluation;
import io.shiplog.cel.eval.ProgramPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What cel-go finds out before an evaluation: conversions of constants that fail, and patterns that are none. */
public final class Constants {
    private static final Set<String> CONVERSIONS =
            Set.of("bool", "bytes", "double", "duration", "int", "string", "timestamp", "uint");
    private static final Set<String> PATTERNS = Set.of("matches", "find", "findAll");

    private Constants() {}

    /** Why an expression cannot be made ready, empty when it can. */
    public static Optional<String> problem(Expression expression) {
        List<String> problems = new ArrayList<>();
        Walk.over(expression.ast().getExpr(), part -> {
            if (part.getKind() == CelExpr.ExprKind.Kind.CALL) {
                problem(part.call(), expression).ifPresent(problems::add);
            }
        });
        return problems.stream().findFirst();
    }

    private static Optional<String> problem(CelCall call, Expression expression) {
        List<CelExpr> args = new ArrayList<>();
        call.target().ifPresent(args::add);
        args.addAll(call.args());
        if (CONVERSIONS.contains(call.function()) && args.size() == 1 && isConstant(args.getFirst())) {
            var outcome = ProgramPlan.plan(expression.ast(), call, expression.variables())
                    .run();
            return outcome instanceof Evaluation.Failed(String why, long _) ? Optional.of(why) : Optional.empty();
        }
        return PATTERNS.contains(call.function()) && args.size() > 1 ? pattern(args.get(1)) : Optional.empty();
    }

    private static Optional<String> pattern(CelExpr argument) {
        CelExpr bare = bare(argument);
        if (bare.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && bare.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
            try {
                Pattern.compile(bare.constant().stringValue());
            } catch (PatternSyntaxException wrong) {
                return Optional.of(String.valueOf(wrong.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static boolean isConstant(CelExpr argument) {
        CelExpr bare = bare(argument);
        return bare.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                || bare.getKind() == CelExpr.ExprKind.Kind.CALL
                        && bare.call().function().equals("-_")
                        && bare.call().args().getFirst().getKind() == CelExpr.ExprKind.Kind.CONSTANT;
    }

    private static CelExpr bare(CelExpr argument) {
        return argument.getKind() == CelExpr.ExprKind.Kind.CALL
                        && argument.call().function().equals("dyn")
                ? argument.call().args().getFirst()
                : argument;
    }
}
