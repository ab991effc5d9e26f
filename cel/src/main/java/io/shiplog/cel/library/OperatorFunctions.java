package io.shiplog.cel.library;

import static io.shiplog.cel.library.CallCosts.ONE;

import io.shiplog.cel.value.Arithmetic;
import io.shiplog.cel.value.BuiltMap;
import io.shiplog.cel.value.Bytes;
import io.shiplog.cel.value.Entries;
import io.shiplog.cel.value.Equality;
import io.shiplog.cel.value.ObjectValue;
import io.shiplog.cel.value.Ordering;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The operators, and what is written like a function but belongs to the language. */
final class OperatorFunctions {
    private OperatorFunctions() {}

    static void addTo(FunctionTable table) {
        table.define("_+_", OperatorFunctions::additionCost, args -> Arithmetic.add(args[0], args[1]))
                .define("_-_", ONE, args -> Arithmetic.subtract(args[0], args[1]))
                .define("_*_", ONE, args -> Arithmetic.multiply(args[0], args[1]))
                .define("_/_", ONE, args -> Arithmetic.divide(args[0], args[1]))
                .define("_%_", ONE, args -> Arithmetic.modulo(args[0], args[1]))
                .define("-_", ONE, args -> Arithmetic.negate(args[0]))
                .define("!_", ONE, args -> args[0] instanceof Boolean flag ? (Boolean) !flag : null)
                .define("_==_", OperatorFunctions::equalityCost, args -> Equality.equal(args[0], args[1]))
                .define("_!=_", OperatorFunctions::equalityCost, args -> !Equality.equal(args[0], args[1]))
                .define("@in", OperatorFunctions::inCost, args -> in(args[0], args[1]))
                .define("size", ONE, args -> size(args[0]))
                .define("cel.@mapInsert", ONE, OperatorFunctions::insert);
        ordered(table, "_<_", order -> order < 0);
        ordered(table, "_<=_", order -> order <= 0);
        ordered(table, "_>_", order -> order > 0);
        ordered(table, "_>=_", order -> order >= 0);
    }

    private static void ordered(FunctionTable table, String name, IntPredicate is) {
        table.define(name, OperatorFunctions::orderCost, args -> is.test(Ordering.compare(args[0], args[1])));
    }

    private static @Nullable Object in(Object item, Object container) {
        return switch (container) {
            case List<?> list -> Equality.contains(list, item);
            case Entries entries -> entries.find(item) != null;
            case ObjectValue members when item instanceof String name -> members.member(name) != null;
            default -> null;
        };
    }

    private static @Nullable Object size(Object value) {
        return switch (value) {
            case String _, Bytes _, List<?> _, Entries _ -> CallCosts.size(value);
            default -> null;
        };
    }

    /** The map is one that a comprehension builds: nobody else has it. */
    private static @Nullable Object insert(Object[] args) {
        if (!(args[0] instanceof BuiltMap map)) {
            return null;
        }
        if (args.length == 3) {
            return map.insert(args[1], args[2]);
        }
        if (!(args[1] instanceof Entries more)) {
            return null;
        }
        for (Object key : more.keys()) {
            map.insert(key, java.util.Objects.requireNonNull(more.find(key)));
        }
        return map;
    }

    private static long additionCost(Object[] args, Object result) {
        return result instanceof String || result instanceof Bytes ? CallCosts.BOTH.of(args, result) : 1;
    }

    private static long equalityCost(Object[] args, Object result) {
        return args[0] instanceof io.shiplog.cel.value.TypeValue.Named ? 1 : CallCosts.SHORTER.of(args, result);
    }

    private static long orderCost(Object[] args, Object result) {
        return args[0] instanceof String || args[0] instanceof Bytes ? CallCosts.SHORTER.of(args, result) : 1;
    }

    private static long inCost(Object[] args, Object result) {
        return args[1] instanceof List<?> ? CallCosts.ITEMS.of(args, result) : 1;
    }
}
