package io.shiplog.cel.library;

import static io.shiplog.cel.library.CallCosts.ONE;

import io.shiplog.cel.value.Bytes;
import io.shiplog.cel.value.Conversions;
import io.shiplog.cel.value.TypeValue;

/** Values made into values of another type. */
final class ConversionFunctions {
    private ConversionFunctions() {}

    static void addTo(FunctionTable table) {
        table.define("int", ONE, args -> Conversions.toInt(args[0]))
                .define("uint", ONE, args -> Conversions.toUint(args[0]))
                .define("double", ONE, args -> Conversions.toDouble(args[0]))
                .define("bool", ONE, args -> Conversions.toBool(args[0]))
                .define("string", ConversionFunctions::copied, args -> Conversions.toText(args[0]))
                .define("bytes", ConversionFunctions::copied, args -> Conversions.toBytes(args[0]))
                .define("duration", ONE, args -> Conversions.toDuration(args[0]))
                .define("timestamp", ONE, args -> Conversions.toTimestamp(args[0]))
                .define("dyn", ONE, args -> args[0])
                .define("type", ONE, args -> TypeValue.of(args[0]));
    }

    private static long copied(Object[] args, Object result) {
        return args[0] instanceof Bytes != result instanceof Bytes ? CallCosts.FIRST.of(args, result) : 1;
    }
}
