package io.shiplog.cel.value;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;

/** Which of two values is less. */
public final class Ordering {
    private static final double TWO_63 = 0x1p63;
    private static final double TWO_64 = 0x1p64;

    private Ordering() {}

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Unsigned;
    }

    /** Negative, zero or positive; values of types that are not ordered have no such overload. */
    public static int compare(Object one, Object other) {
        return switch (one) {
            case String text when other instanceof String more -> codePoints(text, more);
            case Boolean flag when other instanceof Boolean more -> Boolean.compare(flag, more);
            case Bytes bytes when other instanceof Bytes more -> bytes.compareTo(more);
            case Duration duration when other instanceof Duration more -> duration.compareTo(more);
            case OffsetDateTime time
            when other instanceof OffsetDateTime more -> time.toInstant().compareTo(more.toInstant());
            default -> {
                if (!isNumber(one) || !isNumber(other)) {
                    throw EvaluationException.noSuchOverload();
                }
                if (isNaN(one) || isNaN(other)) {
                    throw new EvaluationException("NaN values cannot be ordered");
                }
                yield numbers(one, other);
            }
        };
    }

    static boolean numbersEqual(Object one, Object other) {
        return !isNaN(one) && !isNaN(other) && numbers(one, other) == 0;
    }

    private static boolean isNaN(Object value) {
        return value instanceof Double number && number.isNaN();
    }

    private static int numbers(Object one, Object other) {
        return switch (one) {
            case Long number when other instanceof Long more -> Long.compare(number, more);
            case Unsigned number when other instanceof Unsigned more -> number.compareTo(more);
            case Double number when other instanceof Double more -> number < more ? -1 : number > more ? 1 : 0;
            case Double number -> fraction(number, other);
            default -> other instanceof Double number ? -fraction(number, one) : mixed(one, other);
        };
    }

    private static int mixed(Object one, Object other) {
        if (one instanceof Long number && other instanceof Unsigned unsigned) {
            return number < 0 ? -1 : Long.compareUnsigned(number, unsigned.bits());
        }
        return -mixed(other, one);
    }

    private static int fraction(double number, Object whole) {
        if (whole instanceof Long other) {
            return number < -TWO_63
                    ? -1
                    : number >= TWO_63 ? 1 : new BigDecimal(number).compareTo(BigDecimal.valueOf(other));
        }
        Unsigned other = (Unsigned) whole;
        return number < 0
                ? -1
                : number >= TWO_64 ? 1 : new BigDecimal(number).compareTo(new BigDecimal(other.toString()));
    }

    /** UTF-8 is in the order of code points; Java's own order of strings is not. */
    private static int codePoints(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
                return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
