package io.shiplog.resources.quantity;

/** A text that is no quantity; the message is upstream's. */
public final class QuantityException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    QuantityException(String message) {
        super(message);
    }
}
