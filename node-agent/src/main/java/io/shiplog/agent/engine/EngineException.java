package io.shiplog.agent.engine;

/** What an engine refused or could not do; an expected failure, which the caller turns into a reason or a retry. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a call failed, as far as callers act differently on it. */
    public enum Kind {
        /** The container or image does not exist. */
        NOT_FOUND,
        /** The container is in a state in which this cannot be done. */
        CONFLICT,
        /** The engine understood and said no. */
        REFUSED,
        /** The engine did not answer. */
        UNAVAILABLE
    }

    private final Kind kind;

    public EngineException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The message, never null. */
    public String text() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }
}
