package io.shiplog.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, closed in reverse order. Thread-safe: parts start side by side. */
public final class Parts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    private record Part(String name, AutoCloseable closeable) {}

    /** Adds a part that is running; closes it at once when the rest is closed already. */
    public <T extends AutoCloseable> T add(String name, T part) {
        boolean late;
        synchronized (parts) {
            late = closed;
            if (!late) {
                parts.push(new Part(name, part));
            }
        }
        if (late) {
            close(new Part(name, part));
        }
        return part;
    }

    @Override
    public void close() {
        Deque<Part> all;
        synchronized (parts) {
            closed = true;
            all = new ArrayDeque<>(parts);
            parts.clear();
        }
        // Whoever was interrupted while it started the parts still has to end them in order.
        boolean interrupted = Thread.interrupted();
        all.forEach(Parts::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Part part) {
        try {
            part.closeable().close();
        } catch (Exception e) {
            // The other parts still have to be closed; whoever stops the cluster sees what this one left behind.
            LOG.warn("the {} did not close in order", part.name(), e);
        }
    }
}
