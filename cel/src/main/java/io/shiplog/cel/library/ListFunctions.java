package io.shiplog.cel.library;

import static io.shiplog.cel.library.CallCosts.ELEMENTS;
import static io.shiplog.cel.library.FunctionTable.member;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import io.shiplog.cel.value.Arithmetic;
import io.shiplog.cel.value.Equality;
import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.Ordering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kubernetes' functions of lists: sums, the least and the greatest, order, and where something is. */
final class ListFunctions {
    private static final Map<String, CelType> SUMMABLE = Map.of(
            "int",
            SimpleType.INT,
            "uint",
            SimpleType.UINT,
            "double",
            SimpleType.DOUBLE,
            "duration",
            SimpleType.DURATION);
    private static final Map<String, CelType> COMPARABLE = Map.of(
            "int", SimpleType.INT,
            "uint", SimpleType.UINT,
            "double", SimpleType.DOUBLE,
            "bool", SimpleType.BOOL,
            "duration", SimpleType.DURATION,
            "timestamp", SimpleType.TIMESTAMP,
            "string", SimpleType.STRING,
            "bytes", SimpleType.BYTES);
    private static final TypeParamType ANY = TypeParamType.create("A");

    private ListFunctions() {}

    static void addTo(FunctionTable table) {
        List<CelOverloadDecl> sorted = new ArrayList<>();
        List<CelOverloadDecl> least = new ArrayList<>();
        List<CelOverloadDecl> greatest = new ArrayList<>();
        List<CelOverloadDecl> sums = new ArrayList<>();
        COMPARABLE.forEach((name, type) -> {
            ListType list = ListType.create(type);
            sorted.add(member("list_" + name + "_is_sorted_bool", SimpleType.BOOL, list));
            least.add(member("list_" + name + "_min_" + name, type, list));
            greatest.add(member("list_" + name + "_max_" + name, type, list));
        });
        SUMMABLE.forEach(
                (name, type) -> sums.add(member("list_" + name + "_sum_" + name, type, ListType.create(type))));
        table.define("isSorted", ELEMENTS, args -> args[0] instanceof List<?> list ? isSorted(list) : null, all(sorted))
                .define(
                        "min",
                        ELEMENTS,
                        args -> args[0] instanceof List<?> list ? best(list, "min", -1) : null,
                        all(least))
                .define(
                        "max",
                        ELEMENTS,
                        args -> args[0] instanceof List<?> list ? best(list, "max", 1) : null,
                        all(greatest))
                .define("sum", ELEMENTS, args -> args[0] instanceof List<?> list ? sum(list) : null, all(sums))
                .define(
                        "indexOf",
                        ELEMENTS,
                        args -> args[0] instanceof List<?> list ? first(list, args[1]) : null,
                        member("list_a_index_of_int", SimpleType.INT, ListType.create(ANY), ANY))
                .define(
                        "lastIndexOf",
                        ELEMENTS,
                        args -> args[0] instanceof List<?> list ? last(list, args[1]) : null,
                        member("list_a_last_index_of_int", SimpleType.INT, ListType.create(ANY), ANY));
    }

    private static CelOverloadDecl[] all(List<CelOverloadDecl> overloads) {
        return overloads.toArray(CelOverloadDecl[]::new);
    }

    private static Object isSorted(List<?> list) {
        for (int i = 1; i < list.size(); i++) {
            if (Ordering.compare(list.get(i - 1), list.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object best(List<?> list, String name, int sign) {
        if (list.isEmpty()) {
            throw new EvaluationException(name + " called on empty list");
        }
        Object best = list.getFirst();
        for (Object item : list) {
            if (sign * Ordering.compare(item, best) > 0) {
                best = item;
            }
        }
        return best;
    }

    /** Nothing adds up to the int zero, as upstream's list of nothing does where its type is not known. */
    private static @Nullable Object sum(List<?> list) {
        if (list.isEmpty()) {
            return 0L;
        }
        Object sum = list.getFirst();
        for (int i = 1; sum != null && i < list.size(); i++) {
            sum = Arithmetic.add(sum, list.get(i));
        }
        return sum instanceof Number || sum instanceof io.shiplog.cel.value.Unsigned || sum instanceof Duration
                ? sum
                : null;
    }

    private static Object first(List<?> list, Object value) {
        for (int i = 0; i < list.size(); i++) {
            if (Equality.equal(list.get(i), value)) {
                return (long) i;
            }
        }
        return -1L;
    }

    private static Object last(List<?> list, Object value) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Equality.equal(list.get(i), value)) {
                return (long) i;
            }
        }
        return -1L;
    }
}
