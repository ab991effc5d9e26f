package io.shiplog.apiserver.read;

import io.shiplog.journal.State;
import io.shiplog.journal.replica.Replica;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The states of the present.
 *
 * @param snapshots what is kept of those that pages were made from
 */
public record PresentStates(Replica replica, Snapshots snapshots) implements States {
    @Override
    public State current() {
        return replica.state();
    }

    @Override
    public CompletableFuture<State> latest() {
        return replica.latest();
    }

    @Override
    public CompletableFuture<State> reached(long resourceVersion, Duration patience) {
        return replica.reached(resourceVersion, patience);
    }

    @Override
    public CompletableFuture<Optional<State>> kept(long resourceVersion) {
        return CompletableFuture.completedFuture(Optional.ofNullable(snapshots.at(resourceVersion)));
    }

    @Override
    public void keep(State state) {
        snapshots.keep(state);
    }
}
