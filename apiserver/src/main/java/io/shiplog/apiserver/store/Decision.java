package io.shiplog.apiserver.store;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.util.List;
import java.util.function.Function;

/** What an operation wants done. */
public sealed interface Decision {

    /** Nothing to write: the reply is known. */
    record Answer(Reply reply) implements Decision {}

    /**
     * Writes that take effect together. The first one is the operation's own object; the others are what goes with it,
     * such as an allocated address.
     *
     * @param reply makes the reply from the first write's object as stored: the new object, or the last state of a
     *     deleted one
     */
    record Propose(List<Write> writes, Function<StoredObject, Reply> reply) implements Decision {
        public Propose {
            writes = List.copyOf(writes);
        }
    }
}
