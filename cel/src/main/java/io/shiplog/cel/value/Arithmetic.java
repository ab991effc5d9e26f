package io.shiplog.cel.value;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calculation without wrapping around. Each function is null when it is not for values of these types. */
public final class Arithmetic {
    private static final String INT = "integer overflow";
    private static final String UINT = "unsigned integer overflow";
    private static final String DURATION = "duration overflow";

    private Arithmetic() {}

    public static @Nullable Object add(Object one, Object other) {
        try {
            return switch (one) {
                case Long number when other instanceof Long more -> Math.addExact(number, more);
                case Double number when other instanceof Double more -> number + more;
                case Unsigned number
                when other instanceof Unsigned more -> {
                    long sum = number.bits() + more.bits();
                    yield Long.compareUnsigned(sum, number.bits()) < 0 ? overflow(UINT) : new Unsigned(sum);
                }
                case String text when other instanceof String more -> text.concat(more);
                case Bytes bytes when other instanceof Bytes more -> bytes.concat(more);
                case UnorderedList list when other instanceof List<?> more -> list.merged(more);
                case List<?> list when other instanceof List<?> more -> GrowingList.concat(list, more);
                case Duration duration
                when other instanceof Duration more -> Duration.ofNanos(Math.addExact(nanos(duration), nanos(more)));
                case OffsetDateTime time when other instanceof Duration by -> Conversions.moved(time, by);
                case Duration by when other instanceof OffsetDateTime time -> Conversions.moved(time, by);
                default -> null;
            };
        } catch (ArithmeticException overflow) {
            return overflow(one instanceof Duration ? DURATION : INT);
        }
    }

    public static @Nullable Object subtract(Object one, Object other) {
        try {
            return switch (one) {
                case Long number when other instanceof Long more -> Math.subtractExact(number, more);
                case Double number when other instanceof Double more -> number - more;
                case Unsigned number
                when other instanceof Unsigned more ->
                    number.compareTo(more) < 0 ? overflow(UINT) : new Unsigned(number.bits() - more.bits());
                case Duration duration
                when other instanceof Duration more ->
                    Duration.ofNanos(Math.subtractExact(nanos(duration), nanos(more)));
                case OffsetDateTime time when other instanceof Duration by -> Conversions.moved(time, by.negated());
                case OffsetDateTime time
                when other instanceof OffsetDateTime more -> {
                    yield Duration.ofNanos(Duration.between(more, time).toNanos());
                }
                default -> null;
            };
        } catch (ArithmeticException overflow) {
            return overflow(one instanceof Long ? INT : DURATION);
        }
    }

    public static @Nullable Object multiply(Object one, Object other) {
        return switch (one) {
            case Long number
            when other instanceof Long more -> {
                long product = number * more;
                yield Math.multiplyHigh(number, more) == product >> 63 ? (Object) product : overflow(INT);
            }
            case Double number when other instanceof Double more -> number * more;
            case Unsigned number
            when other instanceof Unsigned more ->
                Math.unsignedMultiplyHigh(number.bits(), more.bits()) == 0
                        ? new Unsigned(number.bits() * more.bits())
                        : overflow(UINT);
            default -> null;
        };
    }

    public static @Nullable Object divide(Object one, Object other) {
        return switch (one) {
            case Long number
            when other instanceof Long more -> {
                nonZero(more, "division by zero");
                yield number == Long.MIN_VALUE && more == -1 ? overflow(INT) : (Object) (number / more);
            }
            case Double number when other instanceof Double more -> number / more;
            case Unsigned number
            when other instanceof Unsigned more -> {
                nonZero(more.bits(), "division by zero");
                yield new Unsigned(Long.divideUnsigned(number.bits(), more.bits()));
            }
            default -> null;
        };
    }

    public static @Nullable Object modulo(Object one, Object other) {
        return switch (one) {
            case Long number
            when other instanceof Long more -> {
                nonZero(more, "modulus by zero");
                yield number == Long.MIN_VALUE && more == -1 ? overflow(INT) : (Object) (number % more);
            }
            case Unsigned number
            when other instanceof Unsigned more -> {
                nonZero(more.bits(), "modulus by zero");
                yield new Unsigned(Long.remainderUnsigned(number.bits(), more.bits()));
            }
            default -> null;
        };
    }

    public static @Nullable Object negate(Object value) {
        return switch (value) {
            case Long number -> number == Long.MIN_VALUE ? overflow(INT) : (Object) (-number);
            case Double number -> -number;
            default -> null;
        };
    }

    private static long nanos(Duration duration) {
        return duration.toNanos();
    }

    private static void nonZero(long number, String why) {
        if (number == 0) {
            throw new EvaluationException(why);
        }
    }

    private static Object overflow(String what) {
        throw new EvaluationException(what);
    }
}
