package io.shiplog.cel.compile;

import dev.cel.common.ast.CelExpr;
import java.util.function.Consumer;

/** Every part of an expression, what is inside before what is around it. */
final class Walk {
    private Walk() {}

    static void over(CelExpr expr, Consumer<CelExpr> visitor) {
        switch (expr.getKind()) {
            case SELECT -> over(expr.select().operand(), visitor);
            case CALL -> {
                expr.call().target().ifPresent(target -> over(target, visitor));
                expr.call().args().forEach(arg -> over(arg, visitor));
            }
            case LIST -> expr.list().elements().forEach(item -> over(item, visitor));
            case MAP ->
                expr.map().entries().forEach(entry -> {
                    over(entry.key(), visitor);
                    over(entry.value(), visitor);
                });
            case STRUCT -> expr.struct().entries().forEach(entry -> over(entry.value(), visitor));
            case COMPREHENSION -> {
                var loop = expr.comprehension();
                over(loop.iterRange(), visitor);
                over(loop.accuInit(), visitor);
                over(loop.loopCondition(), visitor);
                over(loop.loopStep(), visitor);
                over(loop.result(), visitor);
            }
            case CONSTANT, IDENT, NOT_SET -> {}
        }
        visitor.accept(expr);
    }
}
