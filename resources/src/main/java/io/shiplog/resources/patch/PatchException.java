package io.shiplog.resources.patch;

/** A patch that cannot be read or does not fit the object; the message is upstream's. */
public final class PatchException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    PatchException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static PatchException malformed(String message) {
        return new PatchException(Reason.MALFORMED, message);
    }

    static PatchException notApplicable(String message) {
        return new PatchException(Reason.NOT_APPLICABLE, message);
    }

    public Reason reason() {
        return reason;
    }

    /** Which answer the API server gives. */
    public enum Reason {
        /** 400 BadRequest with this message. */
        MALFORMED,
        /** 413 RequestEntityTooLarge with this message. */
        TOO_LARGE,
        /** 422 Invalid; upstream answers "the server rejected our request due to an error in our request". */
        NOT_APPLICABLE
    }
}
