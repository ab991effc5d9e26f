package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.State;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.Tombstones;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds, in what the materializer reads back of its own output, records that a paused predecessor wrote over newer ones:
 * a record older than the state of its key although nothing newer is on its way. One thread owns it.
 *
 * <p>Law: once everything that was written has been read back, and what this asked for too, the last record of every key
 * is that of the state.
 */
final class ReadBack {
    /** What was written and has not been read back, with its resourceVersion. */
    private final Map<ObjectRef, Long> underway = new HashMap<>();

    private final Tombstones<ObjectRef> tombstones = new Tombstones<>();

    /** Notes that {@code record} is being written. */
    void writing(StateRecord record) {
        underway.put(record.ref(), record.resourceVersion());
        if (record.object() == null) {
            tombstones.add(record.ref(), record.resourceVersion());
        } else {
            tombstones.remove(record.ref());
        }
    }

    /**
     * Takes a record of a state topic.
     *
     * @return the record that has to be written again because {@code read} lies over it, or null
     */
    @Nullable
    StateRecord read(StateRecord read, State state) {
        ObjectRef ref = read.ref();
        Long awaited = underway.get(ref);
        if (awaited != null) {
            if (read.resourceVersion() == awaited) {
                underway.remove(ref);
            }
            return null;
        }
        if (read.resourceVersion() > state.resourceVersion()) {
            // A predecessor got further than it committed: folding the same proposals again writes the same records.
            return null;
        }
        StoredObject current = state.get(ref.resource(), ref.key());
        StateRecord right;
        if (current != null) {
            right = new StateRecord(
                    ref.resource(),
                    ref.key(),
                    current.uid(),
                    current.resourceVersion(),
                    read.proposal(),
                    current.json());
        } else {
            // Where the deletion is forgotten, the state's own position is a resourceVersion at which the object is
            // gone.
            long deleted = tombstones.resourceVersion(ref);
            right = new StateRecord(
                    ref.resource(),
                    ref.key(),
                    read.uid(),
                    deleted == 0 ? state.resourceVersion() : deleted,
                    read.proposal(),
                    null);
        }
        boolean overwritten =
                read.resourceVersion() < right.resourceVersion() && !(read.object() == null && right.object() == null);
        return overwritten ? right : null;
    }
}
