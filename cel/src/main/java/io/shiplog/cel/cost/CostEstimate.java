package io.shiplog.cel.cost;

import static io.shiplog.cel.library.CallCosts.TRAVERSAL;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an expression can cost at most, told from its form and the sizes of what it is given (cel-go's {@code
 * checker.Cost}, v0.26, with Kubernetes' estimates). Owned by the thread that estimates.
 */
public final class CostEstimate {
    private final CelAbstractSyntaxTree ast;
    private final Sizes sizes;
    private final LibraryCosts library;

    private CostEstimate(CelAbstractSyntaxTree ast, SizeSource source) {
        this.ast = ast;
        this.sizes = new Sizes(ast, source);
        this.library = new LibraryCosts(source);
    }

    /** The most that an expression costs, the largest number for no bound. */
    public static long of(CelAbstractSyntaxTree ast, SizeSource source) {
        return new CostEstimate(ast, source).cost(ast.getExpr()).max();
    }

    private Range cost(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT, NOT_SET -> Range.ZERO;
            case IDENT -> {
                sizes.path(
                        expr,
                        sizes.isLocal(expr)
                                ? sizes.path(expr)
                                : List.of(expr.ident().name()));
                yield Range.ONE;
            }
            case SELECT -> select(expr);
            case CALL -> call(expr);
            case LIST -> list(expr);
            case MAP -> map(expr);
            case STRUCT -> {
                Range sum = Range.fixed(40);
                for (var entry : expr.struct().entries()) {
                    sum = sum.plus(cost(entry.value()));
                }
                yield sum;
            }
            case COMPREHENSION -> isBind(expr.comprehension()) ? bind(expr) : comprehension(expr);
        };
    }

    private Range select(CelExpr expr) {
        CelExpr operand = expr.select().operand();
        Range cost = cost(operand);
        if (expr.select().testOnly()) {
            return cost;
        }
        boolean counts = switch (sizes.type(operand).kind()) {
            case MAP, STRUCT, TYPE_PARAM -> true;
            default -> false;
        };
        sizes.step(expr, operand, expr.select().field());
        return counts ? cost.plus(Range.ONE) : cost;
    }

    private Range list(CelExpr expr) {
        Range sum = Range.fixed(10);
        Range items = null;
        for (CelExpr item : expr.list().elements()) {
            sum = sum.plus(cost(item));
            items = union(items, sizes.sizeOrUnknown(item));
        }
        sizes.entry(expr, new EntrySize(true, Range.ONE, items == null ? Range.ZERO : items));
        return sum;
    }

    private Range map(CelExpr expr) {
        Range sum = Range.fixed(30);
        Range keys = null;
        Range values = null;
        for (var entry : expr.map().entries()) {
            sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
            keys = union(keys, sizes.sizeOrUnknown(entry.key()));
            values = union(values, sizes.sizeOrUnknown(entry.value()));
        }
        sizes.entry(expr, new EntrySize(false, keys == null ? Range.ZERO : keys, values == null ? Range.ZERO : values));
        return sum;
    }

    private static Range union(@Nullable Range one, Range other) {
        return one == null ? other : one.or(other);
    }

    private static boolean isBind(CelComprehension loop) {
        return loop.iterRange().getKind() == Kind.LIST
                && loop.iterRange().list().elements().isEmpty()
                && loop.loopCondition().getKind() == Kind.CONSTANT
                && !loop.accuVar().equals("@result")
                && !loop.accuVar().equals("__result__");
    }

    private Range bind(CelExpr expr) {
        CelComprehension loop = expr.comprehension();
        Range sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        sizes.enter(loop.accuVar(), loop.accuInit());
        sum = sum.plus(cost(loop.result()));
        Range size = sizes.size(loop.result());
        EntrySize entry = sizes.entry(loop.result());
        sizes.leave(loop.accuVar());
        sizes.size(expr, size);
        sizes.entry(expr, entry);
        return sum;
    }

    private Range comprehension(CelExpr expr) {
        CelComprehension loop = expr.comprehension();
        Range sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        sizes.enter(loop.accuVar(), loop.accuInit());
        boolean two = !loop.iterVar2().isEmpty();
        if (two) {
            sizes.enterKey(loop.iterVar(), loop.iterRange());
            sizes.enterValue(loop.iterVar2(), loop.iterRange());
        } else {
            sizes.enterItem(loop.iterVar(), loop.iterRange());
        }
        Range once = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
        sizes.leave(loop.iterVar());
        if (two) {
            sizes.leave(loop.iterVar2());
        }
        sum = sum.plus(cost(loop.result()));
        sizes.leave(loop.accuVar());
        Range count = sizes.sizeOrUnknown(loop.iterRange());
        switch (loop.accuInit().getKind()) {
            case CONSTANT -> sizes.size(expr, sizes.size(loop.accuInit()));
            case LIST, MAP -> {
                sizes.size(expr, count);
                sizes.entry(expr, sizes.entry(loop.loopStep()));
            }
            default -> {}
        }
        return sum.plus(count.times(once));
    }

    private Range call(CelExpr expr) {
        var call = expr.call();
        if (call.function().equals("dyn") && call.args().size() == 1) {
            CelExpr arg = call.args().getFirst();
            Range cost = cost(arg).plus(Range.ONE);
            sizes.size(expr, sizes.size(arg));
            sizes.entry(expr, sizes.entry(arg));
            return cost;
        }
        List<Range> costs = new ArrayList<>();
        List<Sized> args = new ArrayList<>();
        for (CelExpr arg : call.args()) {
            costs.add(cost(arg));
            args.add(sizes.sized(arg));
        }
        List<String> overloads = ast.getReference(expr.id())
                .map(CelReference::overloadIds)
                .map(List::copyOf)
                .orElse(List.of());
        if (overloads.isEmpty()) {
            return Range.ZERO;
        }
        Range sum = Range.ZERO;
        Sized target = null;
        if (call.target().isPresent()) {
            sum = cost(call.target().get());
            target = sizes.sized(call.target().get());
        }
        Range function = null;
        Range result = null;
        for (String overload : overloads) {
            CallEstimate estimate = estimate(expr, overload, target, args, costs);
            function = union(function, estimate.cost());
            if (estimate.result() != null) {
                result = union(result, estimate.result());
            }
            if (overload.equals("index_list") || overload.equals("index_map")) {
                EntrySize entry = sizes.entry(call.args().getFirst());
                result = entry == null ? null : entry.value();
                sizes.step(expr, call.args().getFirst(), overload.equals("index_list") ? "@items" : "@values");
            }
            if (result == null) {
                result = sizes.size(expr);
            }
        }
        sizes.size(expr, result);
        return function == null ? sum : sum.plus(function);
    }

    private CallEstimate estimate(
            CelExpr expr, String overload, @Nullable Sized target, List<Sized> args, List<Range> costs) {
        Range given = Range.ZERO;
        for (Range cost : costs) {
            given = given.plus(cost);
        }
        String function = expr.call().function();
        CallEstimate known = library.of(function, overload, target, args);
        if (known != null) {
            return new CallEstimate(known.cost().plus(given), known.result());
        }
        CallEstimate standard = StandardCosts.of(overload, target, args);
        if (standard != null) {
            return new CallEstimate(standard.cost().plus(given), standard.result());
        }
        switch (function) {
            case "_&&_", "_||_" -> {
                return CallEstimate.of(new Range(
                        costs.get(0).min(), costs.get(0).plus(costs.get(1)).max()));
            }
            case "_?_:_" -> {
                Range size = orUnknown(args.get(1)).or(orUnknown(args.get(2)));
                sizes.entry(
                        expr,
                        EntrySize.union(
                                sizes.entry(args.get(1).expr()),
                                sizes.entry(args.get(2).expr())));
                return new CallEstimate(costs.get(0).plus(costs.get(1).or(costs.get(2))), size);
            }
            case "_+_" -> {
                if (overload.equals("add_string") || overload.equals("add_bytes") || overload.equals("add_list")) {
                    Range size = orUnknown(args.get(0)).plus(orUnknown(args.get(1)));
                    sizes.entry(
                            expr,
                            EntrySize.union(
                                    sizes.entry(args.get(0).expr()),
                                    sizes.entry(args.get(1).expr())));
                    Range cost = overload.equals("add_list") ? Range.ONE : size.times(TRAVERSAL);
                    return new CallEstimate(cost.plus(given), size);
                }
            }
            default -> {}
        }
        return CallEstimate.of(Range.ONE.plus(given));
    }

    private static Range orUnknown(Sized value) {
        return value.size() == null ? Range.UNKNOWN : value.size();
    }
}
