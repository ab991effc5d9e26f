package io.shiplog.apiserver.status;

/**
 * Carries an {@link ApiStatus} out of nested calls to the one place that answers it. Has no stack trace: it is an
 * expected reply.
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial")
    private final ApiStatus status;

    public ApiException(ApiStatus status) {
        super(status.message(), null, false, false);
        this.status = status;
    }

    public ApiStatus status() {
        return status;
    }
}
