package io.shiplog.journal.past;

import io.shiplog.journal.Contents;
import io.shiplog.journal.State;
import java.time.Instant;

/** Who is shown the states that a materializer reaches, and writes one down now and then. Never keeps its caller. */
public interface KeyframeSink extends AutoCloseable {
    /** Writes none. */
    KeyframeSink NONE = new KeyframeSink() {
        @Override
        public void reached(State state, Contents contents, Instant time) {}

        @Override
        public void close() {}
    };

    /**
     * Shows a state.
     *
     * @param contents what it comes to
     * @param time when the cluster was like this
     */
    void reached(State state, Contents contents, Instant time);

    @Override
    void close();
}
