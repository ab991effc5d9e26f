package io.shiplog.journal.codec;

/**
 * A journal record is of a newer format than this build reads: whoever folds the journal ends, since others may accept
 * it.
 */
public final class NewerFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NewerFormatException(String message) {
        super(message);
    }
}
