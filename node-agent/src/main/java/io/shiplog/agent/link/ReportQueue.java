package io.shiplog.agent.link;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports that wait to be sent: of each key only the last, oldest key first. */
final class ReportQueue {
    record Entry(String node, String key, byte @Nullable [] value) {}

    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    private boolean closed;

    synchronized void put(Entry entry) {
        waiting.put(entry.key(), entry);
        notifyAll();
    }

    /** Puts back what could not be sent, unless something newer has come. */
    synchronized void restore(Entry entry) {
        waiting.putIfAbsent(entry.key(), entry);
        notifyAll();
    }

    /** The oldest entry, waiting for one; null once the queue is closed and empty. */
    synchronized @Nullable Entry take() throws InterruptedException {
        while (waiting.isEmpty()) {
            if (closed) {
                return null;
            }
            wait();
        }
        var first = waiting.values().iterator();
        Entry entry = first.next();
        first.remove();
        return entry;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
