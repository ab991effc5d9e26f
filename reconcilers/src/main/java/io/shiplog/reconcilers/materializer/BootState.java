package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.view.StateRecord;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;

/** Where a materializer takes up the journal. */
@FunctionalInterface
public interface BootState {
    /** Loads it, when the task starts; what it throws ends the application, which is then started again. */
    Start load();

    /**
     * The state to go on from.
     *
     * @param state what the state topic proves, which may be further than the newest position in it
     * @param position the newest position in the state topic
     * @param replayed by journal offset, the verdicts between the position (inclusive) and the state (exclusive): their
     *     changes are written again, since a predecessor may have been stopped in the middle of them
     * @param corrections what the state topic has to be told first, since it does not hold what was written to it
     * @param delivered the journal offset from which on Kafka Streams will deliver; what lies before it and after the
     *     position has to be read from the journal. 0 when that is not known
     */
    record Start(
            State state,
            long position,
            SortedMap<Long, Verdict> replayed,
            List<StateRecord> corrections,
            long delivered) {
        public Start {
            replayed = Collections.unmodifiableSortedMap(replayed);
            corrections = List.copyOf(corrections);
        }
    }

    /** Reads a stretch of the journal. */
    @FunctionalInterface
    interface Stretch {
        /** Hands over the records from {@code from} (inclusive) to {@code to} (exclusive), in order. */
        void read(long from, long to, Consumer<JournalRecord> reader);
    }
}
