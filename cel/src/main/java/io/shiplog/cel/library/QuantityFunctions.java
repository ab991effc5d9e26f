package io.shiplog.cel.library;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;
import static io.shiplog.cel.library.CallCosts.FIRST;
import static io.shiplog.cel.library.CallCosts.ONE;
import static io.shiplog.cel.library.FunctionTable.global;
import static io.shiplog.cel.library.FunctionTable.member;
import static io.shiplog.cel.library.LibraryTypes.QUANTITY;

import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.TypeValue;
import io.shiplog.resources.quantity.Quantity;
import io.shiplog.resources.quantity.QuantityException;
import java.math.BigDecimal;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Amounts such as {@code 500m} and {@code 1Gi}. */
final class QuantityFunctions {
    private QuantityFunctions() {}

    /** A quantity as a value. */
    private record Amount(Quantity quantity) implements TypeValue.Named {
        @Override
        public String typeName() {
            return QUANTITY.name();
        }

        @Override
        public String toString() {
            return quantity.toString();
        }
    }

    static void addTo(FunctionTable table) {
        table.define(
                        "quantity",
                        FIRST,
                        args -> args[0] instanceof String text ? parse(text) : null,
                        global("string_to_quantity", QUANTITY, STRING))
                .define(
                        "isQuantity",
                        FIRST,
                        args -> args[0] instanceof String text ? isQuantity(text) : null,
                        global("is_quantity_string", BOOL, STRING))
                .define("sign", ONE, one(amount -> (long) amount.signum()), global("quantity_sign", INT, QUANTITY))
                .define(
                        "isGreaterThan",
                        ONE,
                        two((a, b) -> a.compareTo(b) > 0),
                        member("quantity_is_greater_than", BOOL, QUANTITY, QUANTITY))
                .define(
                        "isLessThan",
                        ONE,
                        two((a, b) -> a.compareTo(b) < 0),
                        member("quantity_is_less_than", BOOL, QUANTITY, QUANTITY))
                .define(
                        "compareTo",
                        ONE,
                        two((a, b) -> (long) Integer.signum(a.compareTo(b))),
                        member("quantity_compare_to", INT, QUANTITY, QUANTITY))
                .define(
                        "asApproximateFloat",
                        ONE,
                        one(amount -> amount.amount().doubleValue()),
                        member("quantity_get_float", DOUBLE, QUANTITY))
                .define("asInteger", ONE, one(QuantityFunctions::integer), member("quantity_get_int", INT, QUANTITY))
                .define(
                        "isInteger",
                        ONE,
                        one(QuantityFunctions::isInteger),
                        member("quantity_is_integer", BOOL, QUANTITY))
                .define(
                        "add",
                        ONE,
                        two((a, b) -> new Amount(a.add(b))),
                        member("quantity_add", QUANTITY, QUANTITY, QUANTITY),
                        member("quantity_add_int", QUANTITY, QUANTITY, INT))
                .define(
                        "sub",
                        ONE,
                        two((a, b) -> new Amount(a.subtract(b))),
                        member("quantity_sub", QUANTITY, QUANTITY, QUANTITY),
                        member("quantity_sub_int", QUANTITY, QUANTITY, INT));
    }

    private static Implementation.Body one(Function<Quantity, Object> function) {
        return args -> args[0] instanceof Amount amount ? function.apply(amount.quantity()) : null;
    }

    private static Implementation.Body two(BiFunction<Quantity, Quantity, Object> function) {
        return args -> args[0] instanceof Amount amount ? two(amount.quantity(), args[1], function) : null;
    }

    private static @Nullable Object two(Quantity one, Object other, BiFunction<Quantity, Quantity, Object> function) {
        return switch (other) {
            case Amount amount -> function.apply(one, amount.quantity());
            case Long number -> function.apply(one, Quantity.of(number));
            default -> null;
        };
    }

    private static Object parse(String text) {
        try {
            return new Amount(Quantity.parse(text));
        } catch (QuantityException wrong) {
            throw new EvaluationException(String.valueOf(wrong.getMessage()));
        }
    }

    private static Object isQuantity(String text) {
        try {
            Quantity.parse(text);
            return true;
        } catch (QuantityException wrong) {
            return false;
        }
    }

    private static boolean isInteger(Quantity amount) {
        BigDecimal value = amount.amount();
        return value.stripTrailingZeros().scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE;
    }

    private static Object integer(Quantity amount) {
        if (!isInteger(amount)) {
            throw new EvaluationException("cannot convert value to integer");
        }
        return amount.amount().longValue();
    }
}
