package io.shiplog.journal;

/** A proposal was not appended, and no other would be now. Reads go on. */
public final class WritesRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Cause cause;

    /** Why nothing is appended. */
    public enum Cause {
        /** The disk is full, or so nearly that Kafka could not go on: the API answers 507. */
        DISK_FULL,
        /** What was appended might be deleted before it is materialized: the API answers 503. */
        NOT_MATERIALIZED
    }

    public WritesRefusedException(Cause cause, String message) {
        super(message);
        this.cause = cause;
    }

    public Cause reason() {
        return cause;
    }
}
