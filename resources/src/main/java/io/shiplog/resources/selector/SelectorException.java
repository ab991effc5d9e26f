package io.shiplog.resources.selector;

/** A selector that cannot be read; the message is upstream's, for a 400 BadRequest. */
public final class SelectorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public SelectorException(String message) {
        super(message);
    }
}
