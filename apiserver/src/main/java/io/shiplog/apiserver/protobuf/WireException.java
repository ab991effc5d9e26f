package io.shiplog.apiserver.protobuf;

/** A body that is not what it says it is: 400. */
public final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super("proto: " + message);
    }
}
