package io.shiplog.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides proposals between the moment that a booting replica loaded and the newest record it found in the state topics. An
 * object's record proves that the proposal of its resourceVersion took effect, and that proposal's bases prove its
 * predecessors; every other proposal for that object in between was refused. So no base needs to be seen that compaction may
 * have taken away. Pure.
 *
 * <p>Before a proven creation the object was absent, and nothing more is known: whether a deletion before it took effect
 * cannot be told from the records, and makes no difference to any state. Such a proposal is decided by its other objects
 * or, failing that, by the accept rule on what was loaded.
 */
public final class Proofs {
    private Proofs() {}

    /**
     * A state after replaying proposals, and what became of each.
     *
     * @param verdicts by journal offset
     */
    public record Replayed(State state, SortedMap<Long, Verdict> verdicts) {}

    /**
     * The newest record of an object.
     *
     * @param resourceVersion its version
     * @param exists whether the object exists then; a record of its absence may be younger than its deletion
     */
    public record Newest(long resourceVersion, boolean exists) {}

    /**
     * Replays {@code records} onto {@code loaded}.
     *
     * @param loaded the objects whose newest record at {@code loaded.resourceVersion()} was still to be found
     * @param proven the newest record of each object that has a record newer than {@code loaded}
     * @param records every journal record from {@code loaded.resourceVersion()} up to the highest version in {@code proven}
     * @throws IllegalStateException when the records contradict one another: the topics are of different clusters, or damaged
     */
    public static Replayed replay(State loaded, Map<ObjectRef, Newest> proven, List<JournalRecord> records) {
        Map<Long, Boolean> decided = decide(proven, records);
        State state = loaded;
        SortedMap<Long, Verdict> verdicts = new TreeMap<>();
        for (JournalRecord record : records) {
            Boolean accepted = decided.get(record.offset());
            State.Folded folded = accepted == null
                    ? state.fold(record.proposal(), record.offset())
                    : state.foldProven(record.proposal(), record.offset(), accepted);
            state = folded.next();
            verdicts.put(record.offset(), folded.verdict());
        }
        return new Replayed(state, verdicts);
    }

    /** Walks back from the newest record: {@code accepted} holds, per object, its newest version below the walk's position. */
    private static Map<Long, Boolean> decide(Map<ObjectRef, Newest> proven, List<JournalRecord> records) {
        Map<ObjectRef, Long> accepted = new HashMap<>();
        proven.forEach((object, newest) -> accepted.put(object, newest.resourceVersion()));
        Map<Long, Boolean> decided = new HashMap<>();
        List<ObjectRef> missing = new ArrayList<>();
        for (JournalRecord record : records.reversed()) {
            Boolean verdict = verdict(record, accepted);
            if (verdict == null) {
                continue;
            }
            decided.put(record.offset(), verdict);
            if (verdict) {
                for (Write write : record.proposal().writes()) {
                    accepted.put(new ObjectRef(write.resource(), write.key()), write.base());
                }
            }
        }
        proven.forEach((object, newest) -> {
            if (newest.exists() && !decided.getOrDefault(newest.resourceVersion() - 1, false)) {
                missing.add(object);
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the journal has no proposal that explains the state of " + missing);
        }
        return decided;
    }

    private static @Nullable Boolean verdict(JournalRecord record, Map<ObjectRef, Long> accepted) {
        long version = record.offset() + 1;
        boolean proves = false;
        boolean disproves = false;
        for (Write write : record.proposal().writes()) {
            Long newest = accepted.get(new ObjectRef(write.resource(), write.key()));
            if (newest != null && newest != 0) {
                proves |= newest == version;
                disproves |= newest != version;
            }
        }
        if (proves && disproves) {
            throw new IllegalStateException("proposal " + record.proposal().id() + " at " + version
                    + " took effect on some of its objects only: the state topics contradict the journal");
        }
        return proves ? Boolean.TRUE : disproves ? Boolean.FALSE : null;
    }
}
