package io.shiplog.reconcilers.loop;

import io.shiplog.journal.loop.QueueMetrics;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Work to do, each piece once however often it was asked for, in the order in which it was first asked for; and work to
 * do again at a time. One thread owns it.
 */
public final class WorkQueue<W> {
    private final LinkedHashSet<W> ready = new LinkedHashSet<>();
    private final TreeMap<Instant, LinkedHashSet<W>> later = new TreeMap<>();
    private final Map<W, Instant> times = new HashMap<>();
    private final Function<W, QueueMetrics> metrics;

    /** @param metrics who is told of a piece of work that waits, and waits no more */
    public WorkQueue(Function<W, QueueMetrics> metrics) {
        this.metrics = metrics;
    }

    public void add(W work) {
        if (ready.add(work)) {
            metrics.apply(work).added(work);
        }
    }

    /** Asks for {@code work} at {@code time}, in place of any other time; null: at no time. */
    public void at(W work, @Nullable Instant time) {
        Instant old = time == null ? times.remove(work) : times.put(work, time);
        if (old != null) {
            LinkedHashSet<W> sharing = later.get(old);
            if (sharing != null && sharing.remove(work) && sharing.isEmpty()) {
                later.remove(old);
            }
        }
        if (time != null) {
            later.computeIfAbsent(time, _ -> new LinkedHashSet<>()).add(work);
        }
    }

    /** The next piece of work at {@code now}, null if there is none. */
    public @Nullable W poll(Instant now) {
        while (!later.isEmpty() && !later.firstKey().isAfter(now)) {
            for (W work : later.pollFirstEntry().getValue()) {
                times.remove(work);
                add(work);
            }
        }
        if (ready.isEmpty()) {
            return null;
        }
        W work = ready.removeFirst();
        metrics.apply(work).started(work);
        return work;
    }

    /** When there is work; long ago if there is now, null for never. */
    public @Nullable Instant next() {
        if (!ready.isEmpty()) {
            return Instant.EPOCH;
        }
        return later.isEmpty() ? null : later.firstKey();
    }

    public int size() {
        return ready.size();
    }
}
