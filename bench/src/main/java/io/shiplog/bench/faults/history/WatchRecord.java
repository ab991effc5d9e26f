package io.shiplog.bench.faults.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one watcher saw, through all of its connections.
 *
 * @param watcher whom the violations name
 */
public record WatchRecord(String watcher, List<Step> steps) {
    public WatchRecord {
        steps = List.copyOf(steps);
    }

    /** One thing that it saw. */
    public sealed interface Step {}

    /** It listed, and watches from there on. */
    public record Listed(long position) implements Step {}

    /** It was cut off, and watches again behind the last that it had seen. */
    public record Resumed() implements Step {}

    /**
     * An event.
     *
     * @param type ADDED, MODIFIED or DELETED
     * @param value null for a deletion
     */
    public record Event(
            String type,
            String key,
            long position,
            @Nullable String value) implements Step {}

    /** A bookmark: everything up to there has been sent. */
    public record Bookmark(long position) implements Step {}
}
