package io.shiplog.apiserver.write;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.write.WriteRequest;
import java.util.function.Function;

/**
 * A write that a client asks for, and what the client is answered.
 *
 * @param reply the answer to what became of it
 */
public record Operation(WriteRequest request, Function<Done, Reply> reply) {

    /**
     * What a write did to its object.
     *
     * @param object the object as stored, or the last state of one that is gone
     */
    public record Done(Effect effect, StoredObject object) {}

    /** What can become of an object. */
    public enum Effect {
        CREATED,
        CHANGED,
        GONE,
        /** It was as it was asked to be. */
        UNCHANGED
    }
}
