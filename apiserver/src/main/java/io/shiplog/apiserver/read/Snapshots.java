package io.shiplog.apiserver.read;

import io.shiplog.journal.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * States that paged lists are going through, kept for some minutes so that every page shows the same moment. States
 * share structure, so one costs what has changed since. Thread-safe.
 */
public final class Snapshots {
    private record Kept(State state, Instant since) {}

    private final TreeMap<Long, Kept> kept = new TreeMap<>();
    private final int max;
    private final Duration age;
    private final InstantSource clock;

    public Snapshots(int max, Duration age, InstantSource clock) {
        this.max = max;
        this.age = age;
        this.clock = clock;
    }

    /** Keeps a state for the pages to come. */
    public synchronized void keep(State state) {
        Instant now = clock.instant();
        expire(now);
        kept.put(state.resourceVersion(), new Kept(state, now));
        if (kept.size() > max) {
            kept.pollFirstEntry();
        }
    }

    /** Lets go of what is too old: also while nobody pages. */
    public synchronized void expire() {
        expire(clock.instant());
    }

    /** The state at exactly this resourceVersion, null when it is not kept (any more). */
    public synchronized @Nullable State at(long resourceVersion) {
        expire(clock.instant());
        Kept found = kept.get(resourceVersion);
        return found == null ? null : found.state();
    }

    synchronized int size() {
        return kept.size();
    }

    private void expire(Instant now) {
        for (Map.Entry<Long, Kept> first = kept.firstEntry();
                first != null && first.getValue().since().plus(age).isBefore(now);
                first = kept.firstEntry()) {
            kept.pollFirstEntry();
        }
    }
}
