package io.shiplog.apiserver.read;

import io.shiplog.journal.State;
import io.shiplog.journal.past.MomentName;
import io.shiplog.journal.past.Moments;
import io.shiplog.journal.past.PastMoment;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * The states as they were at a past moment: the most recent one is the moment's, and nothing is kept for pages, since
 * any earlier one can be had again.
 *
 * @param moment the moment's state
 */
public record PastStates(State moment, Moments moments) implements States {
    @Override
    public State current() {
        return moment;
    }

    @Override
    public CompletableFuture<State> latest() {
        return CompletableFuture.completedFuture(moment);
    }

    @Override
    public CompletableFuture<State> reached(long resourceVersion, Duration patience) {
        return resourceVersion <= moment.resourceVersion()
                ? latest()
                : CompletableFuture.failedFuture(new TimeoutException("it had not happened then"));
    }

    @Override
    public CompletableFuture<Optional<State>> kept(long resourceVersion) {
        if (resourceVersion > moment.resourceVersion() || resourceVersion < 1) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return moments.at(new MomentName.Version(resourceVersion))
                .thenApply(PastMoment::state)
                .thenApply(Optional::of);
    }

    @Override
    public void keep(State state) {
        // It is a moment like any other.
    }
}
