package io.shiplog.journal.kafka.boot;

import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.view.StateRecord;
import java.util.List;
import java.util.SortedMap;

/**
 * A state that was loaded from the state topic and brought up to the newest record in it.
 *
 * @param state what a replica starts from: fold the journal from {@code state.resourceVersion()}
 * @param committed J, the materializer's newest position in the state topic
 * @param replayed the verdicts of the journal records from {@code committed} (inclusive) up to {@code
 *     state.resourceVersion()} (exclusive), by offset: the materializer emits these changes again, all of them, because
 *     it may have been stopped in the middle
 * @param corrections what the materializer has to write first, since the topic does not hold what was written to it
 */
public record Booted(State state, long committed, SortedMap<Long, Verdict> replayed, List<StateRecord> corrections) {
    public Booted {
        corrections = List.copyOf(corrections);
    }
}
