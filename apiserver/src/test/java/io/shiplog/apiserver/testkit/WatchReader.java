package io.shiplog.apiserver.testkit;

import io.shiplog.resources.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/** One watch, read by a thread of its own and recorded. */
public final class WatchReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InputStream stream;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Event> history = new ArrayList<>();
    private final Thread reader;

    /** One event. */
    public record Event(String type, ObjectNode object) {
        public String name() {
            return object.path("metadata").path("name").asString("");
        }

        public long resourceVersion() {
            return object.path("metadata").path("resourceVersion").asLong(-1);
        }

        /** Type and name. */
        public String shortText() {
            return type + " " + name();
        }
    }

    private WatchReader(InputStream stream) {
        this.stream = stream;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    public static WatchReader open(TestClient client, String path) {
        return new WatchReader(client.stream(path));
    }

    /** The next event; fails when none comes. */
    public Event next() {
        try {
            Event event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no event came; so far: " + history);
            }
            history.add(event);
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Every event that was taken. */
    public List<Event> history() {
        return history;
    }

    /** Whether the server ends the watch within some time. */
    public boolean isOver(Duration within) {
        try {
            return reader.join(within);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ObjectNode event = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                events.add(new Event(event.path("type").asString(""), (ObjectNode) event.path("object")));
            }
        } catch (IOException | UncheckedIOException e) {
            // The watch was closed by the test.
            events.clear();
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
