package io.shiplog.cel.value;

/** The value {@code null}. */
public enum Null {
    VALUE;

    @Override
    public String toString() {
        return "null";
    }
}
