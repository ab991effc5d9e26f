package io.shiplog.apiserver.write;

import io.shiplog.apiserver.status.ApiStatus;

/** What a request is answered with, before it is put into the representation that the client wants. */
public sealed interface Reply {

    /**
     * One object.
     *
     * @param code the HTTP status code
     * @param json the object's bytes; shared, never changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Document(int code, byte[] json) implements Reply {}

    /** A Status body, success or failure. */
    record Outcome(ApiStatus status) implements Reply {}
}
