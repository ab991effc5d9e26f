package io.shiplog.reconcilers.loop;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.Write;
import java.util.List;

/** What becomes of the writes that a controller wants to propose together. */
public sealed interface Prepared {

    /** They may be proposed: as they are here, with what has to be written along, such as the usage of a quota. */
    record Admitted(List<Write> writes) implements Prepared {
        public Admitted {
            writes = List.copyOf(writes);
        }
    }

    /**
     * One of them may not be made, so none is.
     *
     * @param ref the object
     * @param message why, as the API server would answer it
     */
    record Refused(ObjectRef ref, String message) implements Prepared {}
}
