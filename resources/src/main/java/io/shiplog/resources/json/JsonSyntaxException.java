package io.shiplog.resources.json;

/** A document that is not JSON (or YAML), or not an object; the message says where and is fit for a client. */
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JsonSyntaxException(String message) {
        super(message);
    }
}
