package io.shiplog.journal;

import java.util.Optional;

/**
 * Marks a fault that no restart cures. Its message is one line that says what is wrong and what to do; a role that
 * meets it says so and ends.
 */
public interface Unrecoverable {

    /** The fault among {@code failure} and its causes that no restart cures. */
    static Optional<Throwable> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Unrecoverable) {
                return Optional.of(cause);
            }
        }
        return Optional.empty();
    }
}
