package io.shiplog.cel.value;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Values made into values of another type, as cel-go v0.26 does it: {@code int("1")}, {@code string(1.5)}. */
public final class Conversions {
    private static final long MIN_TIME = -62_135_596_800L;
    private static final long MAX_TIME = 253_402_300_799L;
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private Conversions() {}

    public static Object toInt(Object value) {
        return switch (value) {
            case Long number -> number;
            case Unsigned number when number.bits() >= 0 -> number.bits();
            case Unsigned _ -> throw new EvaluationException("integer overflow");
            case Double number when number > -0x1p63 && number < 0x1p63 -> (long) (double) number;
            case Double _ -> throw new EvaluationException("integer overflow");
            case Duration duration -> duration.toNanos();
            case OffsetDateTime time -> time.toEpochSecond();
            case String text
            when text.matches("[+-]?[0-9]+") && text.length() <= 400 -> {
                BigInteger number = new BigInteger(text);
                yield number.bitLength() < Long.SIZE ? (Object) number.longValue() : wrong(value, "int");
            }
            default -> wrong(value, "int");
        };
    }

    public static Object toUint(Object value) {
        return switch (value) {
            case Unsigned number -> number;
            case Long number when number >= 0 -> new Unsigned(number);
            case Double number
            when number >= 0 && number < 0x1p64 ->
                new Unsigned(new java.math.BigDecimal(number).toBigInteger().longValue());
            case Long _, Double _ -> throw new EvaluationException("unsigned integer overflow");
            case String text
            when text.matches("[0-9]+") && text.length() <= 400 -> {
                BigInteger number = new BigInteger(text);
                yield number.compareTo(TWO_64) < 0 ? new Unsigned(number.longValue()) : wrong(value, "uint");
            }
            default -> wrong(value, "uint");
        };
    }

    public static Object toDouble(Object value) {
        return switch (value) {
            case Double number -> number;
            case Long number -> (double) number;
            case Unsigned number -> number.approximately();
            case String text -> orWrong(GoFloat.parse(text), value, "double");
            default -> wrong(value, "double");
        };
    }

    public static Object toBool(Object value) {
        return switch (value) {
            case Boolean flag -> flag;
            case String text ->
                switch (text) {
                    case "1", "t", "T", "TRUE", "true", "True" -> true;
                    case "0", "f", "F", "FALSE", "false", "False" -> false;
                    default -> wrong(value, "bool");
                };
            default -> wrong(value, "bool");
        };
    }

    public static Object toText(Object value) {
        return switch (value) {
            case String text -> text;
            case Boolean _, Long _, Unsigned _ -> value.toString();
            case Double number -> GoFloat.shortest(number);
            case Bytes bytes -> bytes.text();
            case Duration duration -> GoTime.text(duration);
            case OffsetDateTime time -> GoTime.text(time);
            case TypeValue.Named named -> named.toString();
            default -> wrong(value, "string");
        };
    }

    public static Object toBytes(Object value) {
        return switch (value) {
            case Bytes bytes -> bytes;
            case String text -> Bytes.ofText(text);
            default -> wrong(value, "bytes");
        };
    }

    public static Object toDuration(Object value) {
        return switch (value) {
            case Duration duration -> duration;
            case Long nanos -> Duration.ofNanos(nanos);
            case String text -> orWrong(GoTime.duration(text), value, "google.protobuf.Duration");
            default -> wrong(value, "google.protobuf.Duration");
        };
    }

    public static Object toTimestamp(Object value) {
        return switch (value) {
            case OffsetDateTime time -> time;
            case Long seconds -> ofSeconds(seconds);
            case String text -> orWrong(GoTime.parse(text), value, "google.protobuf.Timestamp");
            default -> wrong(value, "google.protobuf.Timestamp");
        };
    }

    /** A time that is moved; beyond the years 1 to 9999 there is none. */
    public static OffsetDateTime moved(OffsetDateTime time, Duration by) {
        try {
            OffsetDateTime moved = time.plus(by);
            if (moved.toEpochSecond() >= MIN_TIME && moved.toEpochSecond() <= MAX_TIME) {
                return moved;
            }
        } catch (DateTimeException | ArithmeticException beyond) {
            // Told below, as everything beyond is.
        }
        throw new EvaluationException("timestamp overflow");
    }

    private static OffsetDateTime ofSeconds(long seconds) {
        if (seconds < MIN_TIME || seconds > MAX_TIME) {
            throw new EvaluationException("timestamp overflow");
        }
        return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
    }

    private static Object orWrong(@Nullable Object converted, Object value, String type) {
        return converted == null ? wrong(value, type) : converted;
    }

    private static Object wrong(Object value, String type) {
        throw new EvaluationException("type conversion error from '" + TypeValue.nameOf(value) + "' to '" + type + "'");
    }
}
