package io.shiplog.cel.cost;

/**
 * From how much to how much something can be: a size or a cost. The largest number stands for no bound.
 *
 * @param min the least
 * @param max the most, itself included
 */
public record Range(long min, long max) {
    public static final Range UNKNOWN = new Range(0, Long.MAX_VALUE);
    static final Range ZERO = new Range(0, 0);
    static final Range ONE = new Range(1, 1);

    static Range fixed(long amount) {
        return new Range(amount, amount);
    }

    Range plus(Range other) {
        return new Range(sum(min, other.min), sum(max, other.max));
    }

    Range times(Range other) {
        return new Range(product(min, other.min), product(max, other.max));
    }

    /** Rounded up. */
    Range times(double factor) {
        return new Range(part(min, factor), part(max, factor));
    }

    /** The range that covers both. */
    Range or(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    public static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    public static long product(long one, long other) {
        return other != 0 && one > Long.MAX_VALUE / other ? Long.MAX_VALUE : one * other;
    }

    private static long part(long amount, double factor) {
        double part = Math.ceil(amount * factor);
        return part >= 0x1p63 ? Long.MAX_VALUE : (long) part;
    }
}
