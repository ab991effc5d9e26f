package io.shiplog.cel.compile;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is wrong with a side of {@code &&} or {@code ||}: cel-go points at that side and not at the operator. */
final class LogicIssues {
    private static final Pattern OPERATOR =
            Pattern.compile("found no matching overload for '_(?:&&|\\|\\|)_' applied to '\\((.*)\\)'.*");

    private LogicIssues() {}

    static CelIssue placed(CelIssue issue, CelAbstractSyntaxTree ast) {
        Matcher operator = OPERATOR.matcher(issue.getMessage());
        if (!operator.matches()) {
            return issue;
        }
        String types = operator.group(1);
        boolean second = types.startsWith("bool, ");
        String type = second ? types.substring("bool, ".length()) : types.replaceFirst(", bool$", "");
        return side(issue.getExprId(), second ? 1 : 0, ast)
                .flatMap(side ->
                        Optional.ofNullable(ast.getSource().getPositionsMap().get(side.id())))
                .flatMap(ast.getSource()::getOffsetLocation)
                .map(place -> CelIssue.formatError(place, "expected type 'bool' but found '" + type + "'"))
                .orElse(issue);
    }

    private static Optional<CelExpr> side(long call, int index, CelAbstractSyntaxTree ast) {
        List<CelExpr> found = new ArrayList<>();
        Walk.over(ast.getExpr(), part -> {
            if (part.id() == call && part.getKind() == CelExpr.ExprKind.Kind.CALL) {
                found.add(part.call().args().get(index));
            }
        });
        return found.stream().findFirst();
    }
}
