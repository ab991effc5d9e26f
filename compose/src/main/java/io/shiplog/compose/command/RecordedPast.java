package io.shiplog.compose.command;

import io.shiplog.cluster.fork.RecordedChange;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.backup.BackupFold;
import io.shiplog.journal.backup.BackupPart;
import io.shiplog.journal.backup.BackupPart.RawRecord;
import io.shiplog.journal.backup.BackupReader;
import io.shiplog.journal.kafka.log.JournalDecoder;
import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a stretch of the past.
 *
 * @param begins when the last change before it was made
 * @param ends when its last change was made
 * @param changes those of people and outside clients, in their order
 * @param end the cluster at its end
 */
record RecordedPast(Instant begins, Instant ends, List<RecordedChange> changes, State end) {

    /** Folds a stretch. */
    static RecordedPast of(RecordedStretch stretch) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(stretch.file()), 1 << 20)) {
            BackupReader reader = new BackupReader(in);
            Folding folding = new Folding(stretch);
            BackupFold fold = new BackupFold(reader.head(), RecordedPast::decoded);
            for (Optional<BackupPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                if (part.get() instanceof BackupPart.Stretch && folding.last == State.EMPTY) {
                    folding.last = fold.base();
                }
                fold.take(part.get(), folding::reached);
            }
            State whole = fold.end();
            return new RecordedPast(
                    folding.begins, folding.ends, folding.changes, folding.end == State.EMPTY ? whole : folding.end);
        }
    }

    private static JournalRecord decoded(RawRecord record) {
        return new JournalRecord(
                record.offset(),
                Instant.ofEpochMilli(record.timeMillis()),
                JournalDecoder.proposal(record.value(), "the backup", record.offset()));
    }

    private static final class Folding {
        private final RecordedStretch stretch;
        private final List<RecordedChange> changes = new ArrayList<>();
        private State last = State.EMPTY;
        private State end = State.EMPTY;
        private Instant begins = Instant.EPOCH;
        private Instant ends = Instant.EPOCH;

        Folding(RecordedStretch stretch) {
            this.stretch = stretch;
        }

        void reached(State state, RawRecord raw) {
            Instant time = Instant.ofEpochMilli(raw.timeMillis());
            if (raw.offset() < stretch.at() || begins.equals(Instant.EPOCH)) {
                begins = time;
                ends = time;
            }
            if (raw.offset() >= stretch.at() && raw.offset() < stretch.until()) {
                ends = time;
                add(state, decoded(raw));
            }
            if (state.resourceVersion() == stretch.until()) {
                end = state;
            }
            last = state;
        }

        private void add(State state, JournalRecord record) {
            List<Change> made = new ArrayList<>();
            for (Write write : record.proposal().writes()) {
                StoredObject before = last.get(write.resource(), write.key());
                StoredObject after = state.get(write.resource(), write.key());
                if (before != after) {
                    made.add(new Change(before, after, record.offset() + 1));
                }
            }
            var change = new RecordedChange(
                    record.offset() + 1, record.time(), record.proposal().origin(), made);
            if (!made.isEmpty() && change.isFromOutside()) {
                changes.add(change);
            }
        }
    }
}
