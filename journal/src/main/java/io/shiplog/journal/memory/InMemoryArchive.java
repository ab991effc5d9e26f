package io.shiplog.journal.memory;

import io.shiplog.journal.Contents;
import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import io.shiplog.journal.codec.KeyframeChunks;
import io.shiplog.journal.codec.KeyframeCodec;
import io.shiplog.journal.past.Archive;
import io.shiplog.journal.past.DamagedKeyframeException;
import io.shiplog.journal.past.Keyframe;
import io.shiplog.objects.StoredObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The past of a journal in memory, whose keyframes go through the real codec. Its beginning may be forgotten.
 * Thread-safe.
 */
public final class InMemoryArchive implements Archive {
    private record Written(Keyframe keyframe, List<byte[]> chunks) {}

    private final InMemoryJournal journal;
    private final TreeMap<Long, Written> keyframes = new TreeMap<>();
    private long begins;

    public InMemoryArchive(InMemoryJournal journal) {
        this.journal = journal;
    }

    /** Writes a keyframe. */
    public synchronized void write(State state, Instant time) {
        List<byte[]> chunks = new ArrayList<>();
        KeyframeChunks.of(state, chunks::add);
        Keyframe keyframe = new Keyframe(
                state.resourceVersion(),
                time,
                state.resourceVersion() + "/memory",
                new Keyframe.Place(0, chunks.size()),
                Contents.of(state));
        keyframes.put(
                state.resourceVersion(),
                new Written(KeyframeCodec.keyframe(KeyframeCodec.encode(keyframe)), List.copyOf(chunks)));
    }

    /** Takes the journal for one that begins at {@code offset}. */
    public synchronized void forgetBefore(long offset) {
        begins = offset;
    }

    @Override
    public synchronized Extent journal() {
        return new Extent(begins, journal.count(Instant.MAX));
    }

    @Override
    public synchronized List<Keyframe> keyframes() {
        return keyframes.values().stream().map(Written::keyframe).toList();
    }

    @Override
    public State load(Keyframe keyframe) {
        Written written;
        synchronized (this) {
            written = keyframes.get(keyframe.resourceVersion());
        }
        List<StoredObject> objects = new ArrayList<>();
        if (written != null) {
            written.chunks().forEach(chunk -> objects.addAll(KeyframeCodec.objects(chunk)));
        }
        State state = State.of(objects, keyframe.resourceVersion());
        if (!Contents.of(state).equals(keyframe.contents())) {
            throw new DamagedKeyframeException(keyframe, "its objects do not come to what was written");
        }
        return state;
    }

    @Override
    public void read(long from, long to, Consumer<JournalRecord> reader) {
        journal.records(from, to).forEach(reader);
    }

    @Override
    public long after(Instant time) {
        return Math.max(journal().begins(), journal.count(time));
    }

    @Override
    public void close() {
        // The journal is its maker's to close.
    }
}
