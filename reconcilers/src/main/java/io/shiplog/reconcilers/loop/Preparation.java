package io.shiplog.reconcilers.loop;

import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a controller's write before it is proposed: the defaulting and admission that the API server gives to
 * everybody's.
 */
@FunctionalInterface
public interface Preparation {
    /** Writes go as the controllers made them. */
    Preparation NONE = (write, _, _) -> write;

    /**
     * The write to propose.
     *
     * @param current the object that is replaced, null if one is created
     * @throws RuntimeException when the object is not admitted; the reconcile is tried again later
     */
    Write prepare(Write write, @Nullable StoredObject current, Instant now);
}
