package io.shiplog.journal;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides proposals between the moment that a booting replica loaded and the newest record it found in the state topic.
 * An object's record proves that the proposal of its resourceVersion took effect, and that proposal's bases prove its
 * predecessors; every other proposal for that object in between was refused. So no base needs to be seen that
 * compaction may have taken away. Pure.
 *
 * <p>Before a proven creation the object was absent, and nothing more is known: whether a deletion before it took
 * effect cannot be told from the records, and makes no difference to any state. Such a proposal is decided by its other
 * objects or, failing that, by the accept rule on what was loaded.
 */
public final class Proofs {
    /**
     * During the walk: below the resourceVersion {@code below}, the newest accepted one of an object is
     * {@code version}.
     */
    private record Known(long version, long below) {}

    /** What the records of one version of an object say: whether it existed then, and which proposals they name. */
    private record Proof(boolean exists, Set<String> proposals) {
        Proof and(Proof other) {
            var both = new HashSet<>(proposals);
            both.addAll(other.proposals);
            return new Proof(exists || other.exists, both);
        }
    }

    /** By object, then by resourceVersion. */
    private final Map<ObjectRef, NavigableMap<Long, Proof>> records = new HashMap<>();

    private long newest;

    /**
     * A state after replaying proposals, and what became of each.
     *
     * @param verdicts by journal offset
     */
    public record Replayed(State state, SortedMap<Long, Verdict> verdicts) {}

    /**
     * Adds a state record that is newer than the loaded state. All that were read are wanted, not only the newest of an
     * object.
     *
     * @param proposal the id of the proposal that the record names
     * @param exists false for the record of a deletion; one that was written again may be younger than the deletion,
     *     and then names another proposal than the one of its version
     */
    public void add(ObjectRef object, long resourceVersion, String proposal, boolean exists) {
        records.computeIfAbsent(object, ref -> new TreeMap<>())
                .merge(resourceVersion, new Proof(exists, Set.of(proposal)), Proof::and);
        newest = Math.max(newest, resourceVersion);
    }

    /** The newest resourceVersion of which there is proof; 0 when there is none. */
    public long newest() {
        return newest;
    }

    /**
     * Replays {@code proposals} onto {@code loaded}.
     *
     * @param loaded of each object the newest record not after {@code loaded.resourceVersion()} that was still to be
     *     found
     * @param proposals every journal record from {@code loaded.resourceVersion()} up to {@link #newest}
     * @throws IllegalStateException when the records contradict one another: the topics are of different clusters, or
     *     damaged
     */
    public Replayed replay(State loaded, List<JournalRecord> proposals) {
        State state = settle(loaded, proposals);
        Map<Long, Boolean> decided = decide(proposals);
        SortedMap<Long, Verdict> verdicts = new TreeMap<>();
        for (JournalRecord record : proposals) {
            Boolean accepted = decided.get(record.offset());
            State.Folded folded = accepted == null
                    ? state.fold(record.proposal(), record.offset())
                    : state.foldProven(record.proposal(), record.offset(), accepted);
            state = folded.next();
            verdicts.put(record.offset(), folded.verdict());
        }
        return new Replayed(state, verdicts);
    }

    /**
     * The loaded state without the objects that were gone already when it was written, as the deletions show that were
     * written again after it.
     *
     * @param proposals as {@link #replay} takes them
     */
    public State settle(State loaded, List<JournalRecord> proposals) {
        return loaded.without(dropRewrittenDeletions(proposals));
    }

    /**
     * Takes out the records of deletions that were written again, which prove no proposal: they name another one than
     * that of their version. They only say that the object was gone then.
     *
     * @return the objects that were gone already when the loaded state was written: what was read of them is the old
     *     record that the deletion was written against
     */
    private Set<ObjectRef> dropRewrittenDeletions(List<JournalRecord> proposals) {
        Map<Long, String> ids = new HashMap<>();
        Map<ObjectRef, NavigableSet<Long>> deletions = new HashMap<>();
        for (JournalRecord record : proposals) {
            ids.put(record.offset() + 1, record.proposal().id());
            for (Write write : record.proposal().writes()) {
                if (write.object() == null) {
                    deletions
                            .computeIfAbsent(new ObjectRef(write.resource(), write.key()), ref -> new TreeSet<>())
                            .add(record.offset() + 1);
                }
            }
        }
        Set<ObjectRef> gone = new HashSet<>();
        records.forEach((object, versions) -> {
            NavigableSet<Long> deleting = deletions.getOrDefault(object, Collections.emptyNavigableSet());
            versions.entrySet().removeIf(entry -> {
                boolean rewritten = !entry.getValue().exists()
                        && !entry.getValue().proposals().contains(ids.getOrDefault(entry.getKey(), ""));
                if (rewritten && deleting.floor(entry.getKey()) == null) {
                    gone.add(object);
                }
                return rewritten;
            });
        });
        records.values().removeIf(Map::isEmpty);
        return gone;
    }

    /**
     * Walks back from the newest proposal to the oldest. What was read of one object may end before what was read of
     * another: beyond its newest record an object says nothing.
     */
    private Map<Long, Boolean> decide(List<JournalRecord> proposals) {
        Map<ObjectRef, Known> known = new HashMap<>();
        records.forEach((object, versions) -> known.put(object, seen(versions.lastKey())));
        Map<Long, Boolean> decided = new HashMap<>();
        for (JournalRecord record : proposals.reversed()) {
            Boolean verdict = verdict(record, known);
            if (verdict == null) {
                continue;
            }
            decided.put(record.offset(), verdict);
            if (verdict) {
                for (Write write : record.proposal().writes()) {
                    ObjectRef object = new ObjectRef(write.resource(), write.key());
                    known.put(object, before(object, write.base(), record.offset() + 1));
                }
            }
        }
        requireExplained(decided);
        return decided;
    }

    private static @Nullable Boolean verdict(JournalRecord record, Map<ObjectRef, Known> known) {
        long version = record.offset() + 1;
        boolean proves = false;
        boolean disproves = false;
        for (Write write : record.proposal().writes()) {
            Known newest = known.get(new ObjectRef(write.resource(), write.key()));
            if (newest != null && newest.version() != 0 && version < newest.below()) {
                proves |= newest.version() == version;
                disproves |= newest.version() != version;
            }
        }
        if (proves && disproves) {
            throw new IllegalStateException("proposal " + record.proposal().id() + " at " + version
                    + " took effect on some of its objects only: the state topic contradicts the journal");
        }
        return proves ? Boolean.TRUE : disproves ? Boolean.FALSE : null;
    }

    /** What is known of an object below {@code version}, at which a write with {@code base} took effect on it. */
    private Known before(ObjectRef object, long base, long version) {
        NavigableMap<Long, Proof> versions = records.get(object);
        Long older = versions == null ? null : versions.lowerKey(version);
        // A creation says nothing of the time before it, but an older record of the object does.
        return base == 0 && older != null ? seen(older) : new Known(base, version);
    }

    private static Known seen(long version) {
        return new Known(version, version + 1);
    }

    private void requireExplained(Map<Long, Boolean> decided) {
        List<String> unexplained = new ArrayList<>();
        records.forEach((object, versions) -> versions.forEach((version, proof) -> {
            if (proof.exists() && !decided.getOrDefault(version - 1, false)) {
                unexplained.add(object + "@" + version);
            }
        }));
        if (!unexplained.isEmpty()) {
            throw new IllegalStateException("the journal has no proposal that explains " + unexplained);
        }
    }
}
