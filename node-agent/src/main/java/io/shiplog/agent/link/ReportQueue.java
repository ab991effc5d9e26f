package io.shiplog.agent.link;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reports that wait to be sent: of each key only the last, oldest key first. Law: a report that failed never replaces a
 * newer one of its key, be that one still waiting, on its way or sent.
 */
final class ReportQueue {
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(String node, String key, byte @Nullable [] value) {}

    private final Map<String, Entry> waiting = new LinkedHashMap<>();
    /** Of each key the entry that was taken last, until it was sent or has failed. */
    private final Map<String, Entry> taken = new HashMap<>();

    private boolean closed;

    synchronized void put(Entry entry) {
        waiting.put(entry.key(), entry);
        notifyAll();
    }

    /** An entry was sent. */
    @SuppressWarnings("ReferenceEquality")
    synchronized void sent(Entry entry) {
        if (taken.get(entry.key()) == entry) {
            taken.remove(entry.key());
        }
    }

    /** Puts back what could not be sent, unless something newer has come. */
    @SuppressWarnings("ReferenceEquality")
    synchronized void restore(Entry entry) {
        if (taken.get(entry.key()) == entry) {
            taken.remove(entry.key());
            waiting.putIfAbsent(entry.key(), entry);
            notifyAll();
        }
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
        taken.put(entry.key(), entry);
        return entry;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
