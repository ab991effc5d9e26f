package io.shiplog.cel.eval;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelList;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.CelStruct;
import dev.cel.common.ast.CelReference;
import io.shiplog.cel.library.FunctionTable;
import io.shiplog.cel.value.Bytes;
import io.shiplog.cel.value.Null;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.cel.value.Unsigned;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Makes a checked expression into a program: names become places in a frame, functions what they do. What costs what
 * is cel-go's reckoning (its {@code interpreter/runtimecost.go}, v0.26).
 */
public final class ProgramPlan {
    private static final int LIST_COST = 10;
    private static final int MAP_COST = 30;
    private static final int STRUCT_COST = 40;

    private final CelAbstractSyntaxTree ast;
    private final List<String> scope;
    private int slots;

    private ProgramPlan(CelAbstractSyntaxTree ast, List<String> variables) {
        this.ast = ast;
        this.scope = new ArrayList<>(variables);
        this.slots = variables.size();
    }

    /** @param variables the names of the variables that a run is given, in their order */
    public static Program plan(CelAbstractSyntaxTree ast, List<String> variables) {
        ProgramPlan planner = new ProgramPlan(ast, variables);
        ProgramNode root = planner.node(ast.getExpr());
        return new Program(root, planner.slots);
    }

    /** A part of an expression by itself, which uses no variables. */
    public static Program plan(CelAbstractSyntaxTree ast, CelCall part, List<String> variables) {
        ProgramPlan planner = new ProgramPlan(ast, variables);
        List<ProgramNode> args = new ArrayList<>();
        part.args().forEach(arg -> args.add(planner.node(arg)));
        ProgramNode root = new Invocation(
                part.function(), FunctionTable.KUBERNETES.of(part.function()), args.toArray(ProgramNode[]::new));
        return new Program(root, planner.slots);
    }

    private ProgramNode node(CelExpr expr) {
        return switch (expr.getKind()) {
            case CONSTANT -> {
                Object value = constant(expr.constant());
                yield frame -> value;
            }
            case IDENT -> ident(expr);
            case SELECT -> select(expr);
            case CALL -> call(expr);
            case LIST -> list(expr.list());
            case MAP -> map(expr.map());
            case STRUCT -> struct(expr.struct());
            case COMPREHENSION -> comprehension(expr);
            case NOT_SET -> throw new IllegalStateException("an expression without a kind");
        };
    }

    static Object constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case NULL_VALUE -> Null.VALUE;
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case UINT64_VALUE -> new Unsigned(constant.uint64Value().longValue());
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case BYTES_VALUE -> Bytes.of(constant.bytesValue().toByteArray());
            default -> throw new IllegalStateException("a constant of the kind " + constant.getKind());
        };
    }

    private ProgramNode ident(CelExpr expr) {
        String name = expr.ident().name();
        int slot = scope.lastIndexOf(name);
        if (slot >= 0) {
            return new Variable(slot, name);
        }
        return type(name);
    }

    /** The name of a type is a value. */
    private static ProgramNode type(String name) {
        TypeValue type = new TypeValue(name.startsWith(".") ? name.substring(1) : name);
        return frame -> {
            frame.charge(1);
            return type;
        };
    }

    private ProgramNode select(CelExpr expr) {
        Optional<CelReference> named = ast.getReference(expr.id());
        if (named.isPresent() && !named.get().name().isEmpty()) {
            int slot = scope.lastIndexOf(named.get().name());
            return slot >= 0
                    ? new Variable(slot, named.get().name())
                    : type(named.get().name());
        }
        String field = expr.select().field();
        ProgramNode operand = node(expr.select().operand());
        return expr.select().testOnly()
                ? new MemberAccess.Test(operand, field)
                : new MemberAccess.Select(operand, field);
    }

    private ProgramNode call(CelExpr expr) {
        CelCall call = expr.call();
        List<ProgramNode> args = new ArrayList<>();
        call.target().filter(target -> !isNamespace(target, call)).ifPresent(target -> args.add(node(target)));
        call.args().forEach(arg -> args.add(node(arg)));
        String name = call.target()
                .filter(target -> isNamespace(target, call))
                .map(target -> target.ident().name() + "." + call.function())
                .orElse(call.function());
        return switch (name) {
            case "_&&_" -> new Logic.And(args.get(0), args.get(1));
            case "_||_" -> new Logic.Or(args.get(0), args.get(1));
            case "_?_:_" -> new Logic.Conditional(args.get(0), args.get(1), args.get(2));
            case "@not_strictly_false" -> new Logic.NotStrictlyFalse(args.getFirst());
            case "_[_]" -> new MemberAccess.Index(args.get(0), args.get(1));
            case "_[?_]" -> new MemberAccess.OptionalIndex(args.get(0), args.get(1));
            case "_?._" -> new MemberAccess.OptionalIndex(args.get(0), args.get(1));
            case "or" -> new Logic.Or2(args.get(0), args.get(1), false);
            case "orValue" -> new Logic.Or2(args.get(0), args.get(1), true);
            default -> new Invocation(name, FunctionTable.KUBERNETES.of(name), args.toArray(ProgramNode[]::new));
        };
    }

    /** Whether what stands before the dot is part of the function's name: {@code sets.contains}. */
    private boolean isNamespace(CelExpr target, CelCall call) {
        return target.getKind() == CelExpr.ExprKind.Kind.IDENT
                && !scope.contains(target.ident().name())
                && !FunctionTable.KUBERNETES
                        .of(target.ident().name() + "." + call.function())
                        .isEmpty();
    }

    private ProgramNode list(CelList list) {
        ProgramNode[] items = list.elements().stream().map(this::node).toArray(ProgramNode[]::new);
        var optional = new HashSet<>(list.optionalIndices());
        boolean constant = optional.isEmpty()
                && list.elements().stream().allMatch(item -> item.getKind() == CelExpr.ExprKind.Kind.CONSTANT);
        if (constant) {
            List<Object> values = list.elements().stream()
                    .map(item -> constant(item.constant()))
                    .toList();
            return frame -> values;
        }
        return frame -> {
            List<Object> values = new ArrayList<>(items.length);
            for (int i = 0; i < items.length; i++) {
                Object value = items[i].eval(frame);
                if (!optional.contains(i)) {
                    values.add(value);
                } else if (Built.optional(value, i).isPresent()) {
                    values.add(Built.optional(value, i).get());
                }
            }
            frame.charge(LIST_COST);
            return values;
        };
    }

    private ProgramNode map(CelMap map) {
        List<Built.Entry> entries = map.entries().stream()
                .map(entry -> new Built.Entry(node(entry.key()), node(entry.value()), entry.optionalEntry()))
                .toList();
        return frame -> {
            Object built = Built.map(entries, frame);
            frame.charge(MAP_COST);
            return built;
        };
    }

    private ProgramNode struct(CelStruct struct) {
        List<Built.Member> members = struct.entries().stream()
                .map(entry -> new Built.Member(entry.fieldKey(), node(entry.value()), entry.optionalEntry()))
                .toList();
        return frame -> {
            Object built = Built.struct(struct.messageName(), members, frame);
            frame.charge(STRUCT_COST);
            return built;
        };
    }

    private ProgramNode comprehension(CelExpr expr) {
        var loop = expr.comprehension();
        ProgramNode range = node(loop.iterRange());
        ProgramNode init = node(loop.accuInit());
        int accumulator = enter(loop.accuVar());
        int first = enter(loop.iterVar());
        int second = loop.iterVar2().isEmpty() ? -1 : enter(loop.iterVar2());
        ProgramNode condition = node(loop.loopCondition());
        ProgramNode step = node(loop.loopStep());
        leave(second < 0 ? 1 : 2);
        ProgramNode result = node(loop.result());
        leave(1);
        return new Comprehension(range, init, condition, step, result, accumulator, first, second);
    }

    /** Gives a variable a place; the places of variables that are never seen together may be the same. */
    private int enter(String name) {
        scope.add(name);
        slots = Math.max(slots, scope.size());
        return scope.size() - 1;
    }

    private void leave(int variables) {
        for (int i = 0; i < variables; i++) {
            scope.removeLast();
        }
    }
}
