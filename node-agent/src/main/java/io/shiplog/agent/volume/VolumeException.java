package io.shiplog.agent.volume;

/** A volume cannot be made: the event FailedMount, with this message. It is tried again. */
public final class VolumeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VolumeException(String message) {
        super(message);
    }

    public VolumeException(String message, Throwable cause) {
        super(message, cause);
    }
}
