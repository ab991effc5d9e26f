package io.shiplog.reconcilers.materializer;

import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import java.util.Collections;
import java.util.SortedMap;

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
     * @param replayed by journal offset, the verdicts between the position (inclusive) and the state (exclusive): their changes
     *     are written again, since a predecessor may have been stopped in the middle of them
     */
    record Start(State state, long position, SortedMap<Long, Verdict> replayed) {
        public Start {
            replayed = Collections.unmodifiableSortedMap(replayed);
        }
    }
}
