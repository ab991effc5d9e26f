package io.shiplog.cel.compile;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import io.shiplog.cel.value.GoTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be told of literals before anything is evaluated: durations, timestamps, patterns, and what a text is
 * formatted from (cel-go's validators).
 */
final class LiteralChecks {
    private final CelAbstractSyntaxTree ast;
    private final List<CelIssue> issues = new ArrayList<>();

    private LiteralChecks(CelAbstractSyntaxTree ast) {
        this.ast = ast;
    }

    static List<CelIssue> of(CelAbstractSyntaxTree ast) {
        LiteralChecks checks = new LiteralChecks(ast);
        new AggregateLiterals(ast, checks::report).check();
        Walk.over(ast.getExpr(), part -> {
            if (part.getKind() == Kind.CALL) {
                checks.call(part.call());
            }
        });
        return checks.issues;
    }

    private void call(CelCall call) {
        if (call.args().size() != 1) {
            return;
        }
        CelExpr argument = call.args().getFirst();
        if (call.function().equals("format")
                && call.target().map(LiteralChecks::isText).orElse(false)) {
            String pattern = call.target().get().constant().stringValue();
            if (argument.getKind() == Kind.LIST) {
                int before = issues.size();
                FormatClauses.check(pattern, argument.list(), ast, (id, why) -> {
                    if (issues.size() == before) {
                        report(id, why);
                    }
                });
            }
        } else if (isText(argument)) {
            literal(call.function(), argument);
        }
    }

    private void literal(String function, CelExpr argument) {
        String text = argument.constant().stringValue();
        boolean right = switch (function) {
            case "duration" -> GoTime.duration(text) != null;
            case "timestamp" -> GoTime.parse(text) != null;
            case "matches" -> isPattern(text);
            default -> true;
        };
        if (!right) {
            report(argument.id(), "invalid " + function + " argument");
        }
    }

    private void report(long id, String why) {
        Integer offset = ast.getSource().getPositionsMap().get(id);
        CelSourceLocation place = offset == null
                ? CelSourceLocation.NONE
                : ast.getSource().getOffsetLocation(offset).orElse(CelSourceLocation.NONE);
        issues.add(CelIssue.formatError(id, place, why));
    }

    private static boolean isText(CelExpr expr) {
        return expr.getKind() == Kind.CONSTANT && expr.constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    private static boolean isPattern(String text) {
        try {
            Pattern.compile(text);
            return true;
        } catch (PatternSyntaxException wrong) {
            return false;
        }
    }
}
