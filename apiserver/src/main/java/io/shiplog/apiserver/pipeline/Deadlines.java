package io.shiplog.apiserver.pipeline;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is waited for on an event loop, which owns it, and since when; oldest first. */
final class Deadlines {
    private final Map<Awaited, Long> since = new LinkedHashMap<>();

    /** Something that has to come in time. */
    interface Awaited {
        /** It has not come. */
        void giveUp();
    }

    void add(Awaited awaited) {
        since.put(awaited, System.nanoTime());
    }

    /** It has come, or nobody waits for it any more. */
    void remove(Awaited awaited) {
        since.remove(awaited);
    }

    /** Gives up what has been waited for longer than {@code patience}. */
    void sweep(Duration patience) {
        long latest = System.nanoTime() - patience.toNanos();
        while (!since.isEmpty()) {
            Map.Entry<Awaited, Long> oldest = since.entrySet().iterator().next();
            if (oldest.getValue() - latest > 0) {
                return;
            }
            since.remove(oldest.getKey());
            oldest.getKey().giveUp();
        }
    }
}
