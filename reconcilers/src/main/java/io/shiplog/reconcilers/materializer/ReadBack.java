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
 * Follows what the materializer reads back of its own output: how far it has certainly been written, and which records
 * a paused predecessor wrote over newer ones, being older than the state of their object although nothing newer is on
 * its way. One thread owns it.
 *
 * <p>Laws:
 * <ul>
 *   <li>once everything that was written has been read back, and what this asked for too, the last record of every
 *       object is that of the state;
 *   <li>whatever took effect up to {@link #certain} lies in the topic.
 * </ul>
 */
final class ReadBack {
    /**
     * What was written of an object and has not been read back: the oldest resourceVersion that may not be there, and
     * the newest.
     */
    private record Underway(long oldest, long newest) {}

    private final Map<ObjectRef, Underway> underway = new HashMap<>();

    private final Tombstones<ObjectRef> tombstones = new Tombstones<>();

    /** Notes that {@code record} is being written. */
    void writing(StateRecord record) {
        Underway before = underway.get(record.ref());
        long version = record.resourceVersion();
        underway.put(record.ref(), new Underway(before == null ? version : before.oldest(), version));
        if (record.object() == null) {
            tombstones.add(record.ref(), version);
        } else {
            tombstones.remove(record.ref());
        }
    }

    /** Up to which resourceVersion, {@code folded} at most, all that took effect has been read back. */
    long certain(long folded) {
        long certain = folded;
        for (Underway each : underway.values()) {
            certain = Math.min(certain, each.oldest() - 1);
        }
        return certain;
    }

    /**
     * Takes a record of the state topic.
     *
     * @return the record that has to be written again because {@code read} lies over it, or null
     */
    @Nullable
    StateRecord read(StateRecord read, State state) {
        ObjectRef ref = read.ref();
        Underway awaited = underway.get(ref);
        if (awaited != null) {
            if (read.resourceVersion() == awaited.newest()) {
                underway.remove(ref);
            } else if (read.resourceVersion() >= awaited.oldest()) {
                underway.put(ref, new Underway(read.resourceVersion() + 1, awaited.newest()));
            }
            return null;
        }
        if (read.resourceVersion() > state.resourceVersion()) {
            // A predecessor got further than is known of it: folding the same proposals again writes the same records.
            return null;
        }
        StateRecord right = right(read, state);
        boolean overwritten =
                read.resourceVersion() < right.resourceVersion() && !(read.object() == null && right.object() == null);
        return overwritten ? right : null;
    }

    /** What the last record of the object of {@code read} should be. */
    private StateRecord right(StateRecord read, State state) {
        ObjectRef ref = read.ref();
        StoredObject current = state.get(ref.resource(), ref.key());
        if (current != null) {
            return new StateRecord(
                    ref.resource(),
                    ref.key(),
                    current.uid(),
                    current.resourceVersion(),
                    read.proposal(),
                    current.json());
        }
        // Where the deletion is forgotten, the state's own position is a resourceVersion at which the object is gone.
        long deleted = tombstones.resourceVersion(ref);
        return new StateRecord(
                ref.resource(),
                ref.key(),
                read.uid(),
                deleted == 0 ? state.resourceVersion() : deleted,
                read.proposal(),
                null);
    }
}
