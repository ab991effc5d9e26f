package io.shiplog.journal.view;

import java.util.ArrayList;
import java.util.List;

/**
 * How far a reader of the state topic has come. It hands on the records of a proposal together, so that what a reader was
 * given is always all that took effect up to one moment of the journal. One thread owns it.
 *
 * <p>Records of earlier proposals are handed on at once: they were written again by a successor, or late by a paused
 * predecessor, and say nothing new.
 */
public final class Prefix {
    private final List<StateRecord> held = new ArrayList<>();
    private long heldVersion;
    private long resourceVersion;

    /** Up to which resourceVersion everything that took effect was handed on. */
    public long resourceVersion() {
        return resourceVersion;
    }

    /** Takes a position record: everything that took effect up to {@code position} lies before it. */
    public void reached(long position) {
        resourceVersion = Math.max(resourceVersion, position);
    }

    /**
     * Takes the topic's next record.
     *
     * @param more whether another record of the same proposal follows
     * @return what is complete now, in the order of the topic
     */
    public List<StateRecord> take(StateRecord record, boolean more) {
        if (held.isEmpty() && !more) {
            reached(record.resourceVersion());
            return List.of(record);
        }
        if (!held.isEmpty() && record.resourceVersion() < heldVersion) {
            return List.of(record);
        }
        List<StateRecord> complete = new ArrayList<>();
        if (record.resourceVersion() > heldVersion) {
            // Compaction took the last one of those that were held: a later proposal has replaced it.
            release(complete);
        }
        held.add(record);
        heldVersion = record.resourceVersion();
        if (!more) {
            release(complete);
        }
        return complete;
    }

    private void release(List<StateRecord> complete) {
        if (!held.isEmpty()) {
            complete.addAll(held);
            held.clear();
            reached(heldVersion);
        }
    }

    /** Forgets everything. */
    public void clear() {
        held.clear();
        heldVersion = 0;
        resourceVersion = 0;
    }
}
