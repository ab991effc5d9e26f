package io.shiplog.journal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether proposals may be appended now. Whoever finds that they may not closes it under a name of its own, and opens
 * it again. Thread-safe.
 */
public final class WriteGate {
    private final Map<String, WritesRefusedException> closed = new ConcurrentHashMap<>();

    public void close(String who, WritesRefusedException why) {
        closed.put(who, why);
    }

    public void open(String who) {
        closed.remove(who);
    }

    /** Why nothing may be appended; empty when it may. */
    public Optional<WritesRefusedException> refusal() {
        return closed.isEmpty() ? Optional.empty() : closed.values().stream().findFirst();
    }
}
