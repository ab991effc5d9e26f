package io.shiplog.journal.kafka.verify;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.Verdict;
import io.shiplog.journal.kafka.log.JournalDecoder;
import io.shiplog.journal.kafka.log.PartitionLogs;
import io.shiplog.journal.past.Archive;
import io.shiplog.objects.Change;
import io.shiplog.objects.ObjectRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The fold of a journal that goes as far as it is told, and remembers of what it has passed what a reader of the state
 * topic may still ask. One thread owns it.
 */
final class JournalFold {
    /** So many records are read at a time. */
    private static final int CHUNK = 2_000;
    /** A position is never so many proposals behind the records before it. */
    private static final int REMEMBERED = 200_000;

    private final PartitionLogs logs;
    private final TopicPartition journal;
    private final Archive.Extent extent;
    private final Consumer<State> passed;
    private final Deque<JournalRecord> ahead = new ArrayDeque<>();
    private final NavigableMap<Long, Contents> contents = new TreeMap<>();
    private final Map<ObjectRef, Long> deletions = new HashMap<>();
    private State state;
    private long read;
    private long proposals;
    private long refused;

    /** @param passed is shown each state */
    JournalFold(PartitionLogs logs, TopicPartition journal, Archive.Extent extent, State base, Consumer<State> passed) {
        this.logs = logs;
        this.journal = journal;
        this.extent = extent;
        this.state = base;
        this.read = base.resourceVersion();
        this.passed = passed;
        contents.put(base.resourceVersion(), Contents.of(base));
    }

    /** Folds up to a resourceVersion; whether the journal goes so far. */
    boolean to(long version) {
        if (version > extent.ends()) {
            return false;
        }
        while (state.resourceVersion() < version && fill()) {
            if (ahead.element().offset() >= version) {
                return true;
            }
            fold(ahead.remove());
        }
        return true;
    }

    /** Folds all there is. */
    void toTheEnd() {
        to(extent.ends());
    }

    private boolean fill() {
        if (ahead.isEmpty() && read < extent.ends()) {
            long until = Math.min(read + CHUNK, extent.ends());
            logs.read(journal, read, until, record -> ahead.add(JournalDecoder.read(record)));
            read = until;
            return fill();
        }
        return !ahead.isEmpty();
    }

    private void fold(JournalRecord record) {
        State.Folded folded = state.fold(record.proposal(), record.offset());
        state = folded.next();
        proposals++;
        if (folded.verdict() instanceof Verdict.Accepted accepted) {
            Contents now = contents.lastEntry().getValue();
            for (Change change : accepted.changes()) {
                now = now.with(change);
                if (change.after() == null && change.before() != null) {
                    deletions.put(change.before().ref(), accepted.resourceVersion());
                }
            }
            contents.put(accepted.resourceVersion(), now);
            if (contents.size() > REMEMBERED) {
                contents.pollFirstEntry();
            }
        } else {
            refused++;
        }
        passed.accept(state);
    }

    State state() {
        return state;
    }

    /** What the state came to at a resourceVersion that was passed; null when that is forgotten. */
    Map.@Nullable Entry<Long, Contents> contentsAt(long version) {
        return contents.floorEntry(version);
    }

    /** What came before {@code version} is asked for no more. */
    void forgetBefore(long version) {
        contents.headMap(version, false).clear();
    }

    /** When an object was deleted that is not there; 0 for before the fold began, or never. */
    long deletedAt(ObjectRef object) {
        return deletions.getOrDefault(object, 0L);
    }

    long proposals() {
        return proposals;
    }

    long refused() {
        return refused;
    }
}
