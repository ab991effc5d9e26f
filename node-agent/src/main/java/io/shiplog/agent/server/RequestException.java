package io.shiplog.agent.server;

/** A request that cannot be served, as its Status will say. */
final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    RequestException(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
    }

    static RequestException notFound(String message) {
        return new RequestException(404, "NotFound", message);
    }

    static RequestException badRequest(String message) {
        return new RequestException(400, "BadRequest", message);
    }

    static RequestException tooMany() {
        return new RequestException(429, "TooManyRequests", "the node agent serves as many requests as it can");
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}
