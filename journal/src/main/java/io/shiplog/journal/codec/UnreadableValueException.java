package io.shiplog.journal.codec;

/**
 * A value of a derived topic is of no version that this build reads, or is not what its topic holds. Harms nothing but
 * its own key.
 */
public final class UnreadableValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public UnreadableValueException(String message) {
        super(message);
    }

    public UnreadableValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
