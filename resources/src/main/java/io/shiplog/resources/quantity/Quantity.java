package io.shiplog.resources.quantity;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fixed-point amount as apimachinery's resource.Quantity holds it: exact to a billionth, at most 2^63-1, rounded away
 * from zero. Two quantities are equal when their amounts are, whatever their formats.
 */
public final class Quantity implements Comparable<Quantity> {
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, QuantityFormat.DECIMAL_SI);

    private static final String SYNTAX = "^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$";
    private static final Pattern PATTERN = Pattern.compile(SYNTAX);
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)");
    private static final BigDecimal MAX = new BigDecimal(Long.MAX_VALUE);
    private static final BigDecimal KIBI = new BigDecimal(1024);
    private static final int NANO_DIGITS = 9;

    private final BigDecimal amount;
    private final QuantityFormat format;

    private Quantity(BigDecimal amount, QuantityFormat format) {
        this.amount = amount;
        this.format = format;
    }

    /** Reads {@code 500m}, {@code 1.5Gi}, {@code 1e3}; throws {@link QuantityException} with upstream's words. */
    public static Quantity parse(String text) {
        Matcher parts = PATTERN.matcher(text);
        if (!parts.matches() || !NUMBER.matcher(parts.group(1)).matches()) {
            throw new QuantityException("quantities must match the regular expression '" + SYNTAX + "'");
        }
        Suffix suffix = Suffix.parse(parts.group(2));
        if (suffix == null) {
            throw new QuantityException("unable to parse quantity's suffix");
        }
        return of(new BigDecimal(parts.group(1)).multiply(suffix.factor()), suffix.format());
    }

    /** The amount, rounded and capped as the type says. */
    public static Quantity of(BigDecimal amount, QuantityFormat format) {
        BigDecimal rounded = amount.scale() > NANO_DIGITS ? amount.setScale(NANO_DIGITS, RoundingMode.UP) : amount;
        BigDecimal capped =
                rounded.abs().compareTo(MAX) > 0 ? MAX.multiply(BigDecimal.valueOf(rounded.signum())) : rounded;
        return new Quantity(capped, format);
    }

    public static Quantity of(long value) {
        return new Quantity(BigDecimal.valueOf(value), QuantityFormat.DECIMAL_SI);
    }

    public static Quantity ofMilli(long milliValue) {
        return new Quantity(BigDecimal.valueOf(milliValue, 3), QuantityFormat.DECIMAL_SI);
    }

    /** A number of bytes, printed with binary suffixes. */
    public static Quantity ofBytes(long bytes) {
        return new Quantity(BigDecimal.valueOf(bytes), QuantityFormat.BINARY_SI);
    }

    /** The same, or the next greater whole number of thousandths. */
    public Quantity upToMilli() {
        return amount.scale() > 3 ? new Quantity(amount.setScale(3, RoundingMode.CEILING), format) : this;
    }

    public Quantity add(Quantity other) {
        return of(amount.add(other.amount), isZero() ? other.format : format);
    }

    public Quantity subtract(Quantity other) {
        return of(amount.subtract(other.amount), isZero() ? other.format : format);
    }

    public Quantity multiply(long factor) {
        return of(amount.multiply(BigDecimal.valueOf(factor)), format);
    }

    public Quantity negate() {
        return new Quantity(amount.negate(), format);
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /** -1, 0 or 1. */
    public int signum() {
        return amount.signum();
    }

    public QuantityFormat format() {
        return format;
    }

    public BigDecimal amount() {
        return amount;
    }

    /** The amount in whole units, rounded away from zero. */
    public long value() {
        return whole(amount);
    }

    /** The amount in thousandths, rounded away from zero and capped. */
    public long milliValue() {
        return whole(amount.scaleByPowerOfTen(3));
    }

    private static long whole(BigDecimal number) {
        return number.setScale(0, RoundingMode.UP).min(MAX).max(MAX.negate()).longValueExact();
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && amount.compareTo(quantity.amount) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }

    /** The canonical form: no precision lost, no fractional digits, the largest suffix that allows both. */
    @Override
    public String toString() {
        if (isZero()) {
            return "0";
        }
        boolean binary = format == QuantityFormat.BINARY_SI && amount.abs().compareTo(KIBI) >= 0 && isWhole();
        return binary ? binaryText() : decimalText();
    }

    private boolean isWhole() {
        return amount.stripTrailingZeros().scale() <= 0;
    }

    private String binaryText() {
        BigInteger mantissa = amount.toBigIntegerExact();
        int power = 0;
        while (power < 6 && mantissa.getLowestSetBit() >= 10) {
            mantissa = mantissa.shiftRight(10);
            power++;
        }
        return mantissa + Suffix.ofBinaryPower(power);
    }

    private String decimalText() {
        BigDecimal stripped = amount.stripTrailingZeros();
        int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
        BigInteger mantissa = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact();
        QuantityFormat printed = format == QuantityFormat.BINARY_SI ? QuantityFormat.DECIMAL_SI : format;
        return mantissa + Suffix.ofDecimalExponent(exponent, printed);
    }
}
