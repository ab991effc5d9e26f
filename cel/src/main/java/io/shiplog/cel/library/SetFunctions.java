package io.shiplog.cel.library;

import static io.shiplog.cel.library.FunctionTable.global;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import io.shiplog.cel.value.Equality;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Lists taken as sets (cel-go's sets extension). */
final class SetFunctions {
    private static final ListType LIST = ListType.create(TypeParamType.create("T"));

    private SetFunctions() {}

    static void addTo(FunctionTable table) {
        define(
                table,
                "sets.contains",
                "list_sets_contains_list",
                (list, part) -> part.stream().allMatch(item -> Equality.contains(list, item)));
        define(
                table,
                "sets.equivalent",
                "list_sets_equivalent_list",
                (list, other) -> other.stream().allMatch(item -> Equality.contains(list, item))
                        && list.stream().allMatch(item -> Equality.contains(other, item)));
        define(
                table,
                "sets.intersects",
                "list_sets_intersects_list",
                (list, other) -> other.stream().anyMatch(item -> Equality.contains(list, item)));
    }

    private static void define(FunctionTable table, String name, String id, BiPredicate<List<?>, List<?>> rule) {
        table.define(name, SetFunctions::cost, args -> test(args, rule), global(id, SimpleType.BOOL, LIST, LIST));
    }

    private static @Nullable Object test(Object[] args, BiPredicate<List<?>, List<?>> rule) {
        return args[0] instanceof List<?> one && args[1] instanceof List<?> other
                ? (Boolean) rule.test(one, other)
                : null;
    }

    private static long cost(Object[] args, Object result) {
        return 1;
    }
}
