package io.shiplog.resources.quantity;

/** How a quantity prints: with decimal suffixes (5M), binary suffixes (5Mi) or an exponent (5e6). */
public enum QuantityFormat {
    DECIMAL_SI,
    BINARY_SI,
    DECIMAL_EXPONENT
}
