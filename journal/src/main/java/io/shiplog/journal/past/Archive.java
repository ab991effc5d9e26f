package io.shiplog.journal.past;

import io.shiplog.journal.JournalRecord;
import io.shiplog.journal.State;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is kept of the past: a stretch of the journal up to now, and keyframes. Implementations: in memory, and two
 * Kafka topics. Every call blocks until it is answered. Thread-safe.
 */
public interface Archive extends AutoCloseable {

    /**
     * The stretch of the journal that is kept.
     *
     * @param begins its first offset
     * @param ends the offset of the next record
     */
    record Extent(long begins, long ends) {}

    Extent journal();

    /** All whole keyframes, the resourceVersions rising. */
    List<Keyframe> keyframes();

    /**
     * Reads a keyframe.
     *
     * @throws DamagedKeyframeException when it is not what was written
     */
    State load(Keyframe keyframe);

    /** Hands over the journal's records from {@code from} (inclusive) to {@code to} (exclusive), in order. */
    void read(long from, long to, Consumer<JournalRecord> reader);

    /** The offset of the journal's first record that is later than {@code time}; its end when there is none. */
    long after(Instant time);

    @Override
    void close();
}
