package io.shiplog.cel.cost;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How large the parts of an expression are, and where they come from. Owned by the thread that estimates. */
final class Sizes {
    private final CelAbstractSyntaxTree ast;
    private final SizeSource source;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<Long, Range> computed = new HashMap<>();
    private final Map<Long, EntrySize> entries = new HashMap<>();
    private final Map<String, Deque<Local>> locals = new HashMap<>();

    /** A variable of a comprehension. */
    private record Local(
            List<String> path,
            @Nullable Range size,
            @Nullable EntrySize entry) {}

    Sizes(CelAbstractSyntaxTree ast, SizeSource source) {
        this.ast = ast;
        this.source = source;
    }

    CelType type(CelExpr expr) {
        return ast.getType(expr.id()).orElse(SimpleType.DYN);
    }

    List<String> path(CelExpr expr) {
        if (expr.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            Local local = local(expr);
            if (local != null) {
                return local.path();
            }
        }
        return paths.getOrDefault(expr.id(), List.of());
    }

    void path(CelExpr expr, List<String> path) {
        paths.put(expr.id(), path);
    }

    void step(CelExpr expr, CelExpr from, String step) {
        paths.put(expr.id(), extended(path(from), step));
    }

    private static List<String> extended(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    Sized sized(CelExpr expr) {
        List<String> path = path(expr);
        boolean gathered = !path.isEmpty()
                && (path.getFirst().equals("__result__") || path.getFirst().equals("@result"));
        return new Sized(expr, type(expr), gathered ? List.of() : path, size(expr));
    }

    void size(CelExpr expr, @Nullable Range size) {
        if (size != null) {
            computed.put(expr.id(), size);
        }
    }

    Range sizeOrUnknown(CelExpr expr) {
        Range size = size(expr);
        return size == null ? Range.UNKNOWN : size;
    }

    @Nullable
    Range size(CelExpr expr) {
        Range known = computed.get(expr.id());
        if (known != null) {
            return known;
        }
        Range literal = literal(expr);
        if (literal != null) {
            return literal;
        }
        Range given = source.size(path(expr));
        if (given != null) {
            computed.put(expr.id(), given);
            return given;
        }
        if (isScalar(type(expr))) {
            return Range.ONE;
        }
        Local local = expr.getKind() == CelExpr.ExprKind.Kind.IDENT ? local(expr) : null;
        return local == null ? null : local.size();
    }

    private static @Nullable Range literal(CelExpr expr) {
        return switch (expr.getKind()) {
            case LIST -> Range.fixed(expr.list().elements().size());
            case MAP -> Range.fixed(expr.map().entries().size());
            case CONSTANT -> {
                CelConstant constant = expr.constant();
                yield switch (constant.getKind()) {
                    case STRING_VALUE -> {
                        String text = constant.stringValue();
                        yield Range.fixed(text.codePointCount(0, text.length()));
                    }
                    case BYTES_VALUE -> Range.fixed(constant.bytesValue().size());
                    default -> Range.ONE;
                };
            }
            default -> null;
        };
    }

    private static boolean isScalar(CelType type) {
        return switch (type.kind()) {
            case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
            case OPAQUE ->
                type.name().equals("optional_type")
                        && isScalar(type.parameters().getFirst());
            default -> false;
        };
    }

    void entry(CelExpr expr, @Nullable EntrySize size) {
        if (size != null) {
            entries.put(expr.id(), size);
        }
    }

    @Nullable
    EntrySize entry(CelExpr expr) {
        EntrySize known = entries.get(expr.id());
        if (known != null) {
            return known;
        }
        Local local = expr.getKind() == CelExpr.ExprKind.Kind.IDENT ? local(expr) : null;
        return local == null ? null : local.entry();
    }

    private @Nullable Local local(CelExpr ident) {
        Deque<Local> stack = locals.get(ident.ident().name());
        return stack == null ? null : stack.peek();
    }

    /** Whether a variable is one of a comprehension. */
    boolean isLocal(CelExpr ident) {
        return local(ident) != null;
    }

    void enter(String name, CelExpr bound) {
        push(name, new Local(path(bound), size(bound), entry(bound)));
    }

    /** A variable that takes the items of a list, or the keys of a map. */
    void enterItem(String name, CelExpr range) {
        EntrySize entry = entry(range);
        boolean list = isList(range, entry);
        Range size = entry == null ? null : list ? entry.value() : entry.key();
        push(name, new Local(extended(path(range), list ? "@items" : "@keys"), size, null));
    }

    void enterKey(String name, CelExpr range) {
        EntrySize entry = entry(range);
        String step = isList(range, entry) ? "@indices" : "@keys";
        push(name, new Local(extended(path(range), step), entry == null ? null : entry.key(), null));
    }

    void enterValue(String name, CelExpr range) {
        EntrySize entry = entry(range);
        String step = isList(range, entry) ? "@items" : "@values";
        push(name, new Local(extended(path(range), step), entry == null ? null : entry.value(), null));
    }

    private boolean isList(CelExpr range, @Nullable EntrySize entry) {
        return entry == null ? type(range).kind() == dev.cel.common.types.CelKind.LIST : entry.list();
    }

    private void push(String name, Local local) {
        locals.computeIfAbsent(name, _ -> new ArrayDeque<>()).push(local);
    }

    void leave(String name) {
        locals.getOrDefault(name, new ArrayDeque<>()).poll();
    }
}
