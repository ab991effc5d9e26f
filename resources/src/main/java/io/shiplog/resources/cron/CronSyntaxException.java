package io.shiplog.resources.cron;

/** A text that is no schedule; the message says why. */
public final class CronSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CronSyntaxException(String message) {
        super(message);
    }
}
