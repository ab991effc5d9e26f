package io.shiplog.journal;

/** A proposal may or may not have been appended: the API answers 504, never 409 or 200 by guess. */
public final class AppendUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AppendUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
