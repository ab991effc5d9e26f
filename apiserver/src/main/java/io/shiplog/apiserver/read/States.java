package io.shiplog.apiserver.read;

import io.shiplog.journal.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where reads find states: those of the present, or the one of a past moment. Thread-safe; waits for nothing. */
public interface States {
    /** What is at hand. */
    State current();

    /** The most recent state. */
    CompletableFuture<State> latest();

    /**
     * The first state at or after {@code resourceVersion}; fails with {@link java.util.concurrent.TimeoutException}
     * after {@code patience}.
     */
    CompletableFuture<State> reached(long resourceVersion, Duration patience);

    /** The state at exactly this resourceVersion; empty when it is not kept (any more). */
    CompletableFuture<Optional<State>> kept(long resourceVersion);

    /** Keeps a state for the pages to come. */
    void keep(State state);
}
