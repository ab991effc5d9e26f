package io.shiplog.reconcilers.loop;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /**
     * The writes of one proposal, after what the cluster's policies say to them.
     *
     * @param view what they are made for
     */
    default Prepared prepare(View view, List<Write> writes, Instant now) {
        var prepared = new ArrayList<Write>(writes.size());
        for (Write write : writes) {
            StoredObject current = write.base() == 0 ? null : view.get(write.resource(), write.key());
            prepared.add(write.object() == null ? write : prepare(write, current, now));
        }
        return new Prepared.Admitted(prepared);
    }
}
