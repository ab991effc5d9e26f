package io.shiplog.journal.past;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.Verdict;

/** A proposal of the journal, and what became of it. */
public record Decided(JournalRecord record, Verdict verdict) {
    public long resourceVersion() {
        return record.offset() + 1;
    }
}
