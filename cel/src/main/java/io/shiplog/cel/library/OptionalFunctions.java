package io.shiplog.cel.library;

import static io.shiplog.cel.library.CallCosts.ONE;

import io.shiplog.cel.value.Bytes;
import io.shiplog.cel.value.Entries;
import io.shiplog.cel.value.EvaluationException;
import io.shiplog.cel.value.Null;
import io.shiplog.cel.value.Unsigned;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Values that may not be there; {@code or} and {@code orValue} are the evaluator's: they need not look at both. */
final class OptionalFunctions {
    private OptionalFunctions() {}

    static void addTo(FunctionTable table) {
        table.define("optional.of", ONE, args -> Optional.of(args[0]))
                .define("optional.none", ONE, args -> Optional.empty())
                .define(
                        "optional.ofNonZeroValue",
                        ONE,
                        args -> isZero(args[0]) ? Optional.empty() : Optional.of(args[0]))
                .define("hasValue", ONE, args -> args[0] instanceof Optional<?> maybe ? maybe.isPresent() : null)
                .define("value", ONE, args -> args[0] instanceof Optional<?> maybe ? value(maybe) : null);
    }

    private static Object value(Optional<?> maybe) {
        if (maybe.isEmpty()) {
            throw new EvaluationException("optional.none() dereference");
        }
        return maybe.get();
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case Null _ -> true;
            case Boolean flag -> !flag;
            case Long number -> number == 0;
            case Unsigned number -> number.bits() == 0;
            case Double number -> number == 0;
            case String text -> text.isEmpty();
            case Bytes bytes -> bytes.size() == 0;
            case Duration duration -> duration.isZero();
            case List<?> list -> list.isEmpty();
            case Entries entries -> entries.size() == 0;
            default -> false;
        };
    }
}
