package io.shiplog.cel.value;

/**
 * A {@code uint}.
 *
 * @param bits the number, read without a sign
 */
public record Unsigned(long bits) implements Comparable<Unsigned> {
    @Override
    public int compareTo(Unsigned other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    /** The nearest floating-point number. */
    public double approximately() {
        return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
