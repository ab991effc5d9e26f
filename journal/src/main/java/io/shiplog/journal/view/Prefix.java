package io.shiplog.journal.view;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader of the state topic has come. It hands on the records of a proposal together, so that what a reader
 * was given is always all that took effect up to one moment of the journal. One thread owns it.
 *
 * <p>Records of earlier proposals are handed on at once: they were written again by a successor, or late by a paused
 * predecessor, and say nothing new.
 */
public final class Prefix {
    private final List<StateRecord> held = new ArrayList<>();
    /** Of which proposal records are held; 0 for none. */
    private long heldVersion;

    private long resourceVersion;

    /** Up to which resourceVersion everything that took effect was handed on. */
    public long resourceVersion() {
        return resourceVersion;
    }

    /**
     * Takes a position record: everything that took effect up to {@code position} lies before it.
     *
     * @return what is complete now, since compaction took the rest of it
     */
    public List<StateRecord> reached(long position) {
        List<StateRecord> complete = new ArrayList<>();
        if (heldVersion != 0 && heldVersion <= position) {
            release(complete);
        }
        resourceVersion = Math.max(resourceVersion, position);
        return complete;
    }

    /**
     * Takes the topic's next record.
     *
     * @param more whether another record of the same proposal follows
     * @return what is complete now, in the order of the topic
     */
    public List<StateRecord> take(StateRecord record, boolean more) {
        return next(record, record.resourceVersion(), more);
    }

    /** Takes the topic's next record when its reader does not want it; otherwise as {@link #take}. */
    public List<StateRecord> skip(long version, boolean more) {
        return next(null, version, more);
    }

    private List<StateRecord> next(@Nullable StateRecord record, long version, boolean more) {
        if (heldVersion == 0 && !more) {
            resourceVersion = Math.max(resourceVersion, version);
            return record == null ? List.of() : List.of(record);
        }
        if (version < heldVersion) {
            return record == null ? List.of() : List.of(record);
        }
        List<StateRecord> complete = new ArrayList<>();
        if (version > heldVersion) {
            // Compaction took the last one of those that were held: a later proposal has replaced it.
            release(complete);
        }
        heldVersion = version;
        if (record != null) {
            held.add(record);
        }
        if (!more) {
            release(complete);
        }
        return complete;
    }

    private void release(List<StateRecord> complete) {
        complete.addAll(held);
        held.clear();
        resourceVersion = Math.max(resourceVersion, heldVersion);
        heldVersion = 0;
    }

    /** Forgets everything. */
    public void clear() {
        held.clear();
        heldVersion = 0;
        resourceVersion = 0;
    }
}
