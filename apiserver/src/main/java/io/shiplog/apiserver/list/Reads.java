package io.shiplog.apiserver.list;

import io.shiplog.apiserver.list.ListOptions.Moment;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.journal.State;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.ReplicaEndedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/** Finds the state that a read asks for. Thread-safe; waits for nothing. */
public final class Reads {
    /** How long a read of a resourceVersion that does not exist yet waits for it, as upstream's watch cache does. */
    private static final Duration FUTURE_WAIT = Duration.ofSeconds(3);

    private final Replica replica;
    private final Snapshots snapshots;

    public Reads(Replica replica, Snapshots snapshots) {
        this.replica = replica;
        this.snapshots = snapshots;
    }

    /** The state of a moment; or, exceptionally, {@link io.shiplog.apiserver.status.ApiException}. */
    public CompletableFuture<State> at(Moment moment) {
        return switch (moment) {
            case Moment.Latest latest -> explained(replica.latest(), 0);
            case Moment.Any any -> CompletableFuture.completedFuture(replica.state());
            case Moment.NotOlderThan(long version) -> explained(replica.reached(version, FUTURE_WAIT), version);
            case Moment.Exact(long version) -> exact(version);
        };
    }

    /** A page of a list; or, exceptionally, {@link io.shiplog.apiserver.status.ApiException}. */
    public CompletableFuture<Page> page(Selection selection, ListOptions options) {
        if (options.continueText().isEmpty()) {
            return at(options.moment()).thenApply(state -> firstPage(selection, state, options.limit()));
        }
        ContinueToken token = ContinueToken.read(options.continueText());
        if (token.resourceVersion() < 0) {
            return at(new Moment.Latest())
                    .thenApply(state -> Page.of(selection, state, token.last(), options.limit(), false));
        }
        State snapshot = snapshots.at(token.resourceVersion());
        return snapshot == null
                ? CompletableFuture.failedFuture(Page.expired(token).exception())
                : CompletableFuture.completedFuture(Page.of(selection, snapshot, token.last(), options.limit(), true));
    }

    private Page firstPage(Selection selection, State state, long limit) {
        if (limit == 0) {
            return Page.all(selection, state);
        }
        Page page = Page.of(selection, state, null, limit, true);
        if (page.continueToken() != null) {
            snapshots.keep(state);
        }
        return page;
    }

    private CompletableFuture<State> exact(long version) {
        State current = replica.state();
        State found = current.resourceVersion() == version ? current : snapshots.at(version);
        if (found != null) {
            return CompletableFuture.completedFuture(found);
        }
        if (current.resourceVersion() < version) {
            return at(new Moment.NotOlderThan(version)).thenCompose(state -> exact(version));
        }
        return CompletableFuture.failedFuture(Failures.expired("The resourceVersion for the provided list is too old.")
                .exception());
    }

    private CompletableFuture<State> explained(CompletableFuture<State> read, long version) {
        return read.exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            return CompletableFuture.failedFuture(
                    switch (cause) {
                        case TimeoutException e ->
                            (version > 0
                                            ? Failures.resourceVersionTooLarge(
                                                    version, replica.state().resourceVersion())
                                            : Failures.timeout("the journal did not answer in time"))
                                    .exception();
                        case ReplicaEndedException e ->
                            Failures.unavailable(String.valueOf(e.getMessage())).exception();
                        default -> cause;
                    });
        });
    }
}
