package io.shiplog.apiserver.read;

import io.shiplog.apiserver.read.ListOptions.Moment;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.status.JournalFailures;
import io.shiplog.journal.State;
import io.shiplog.objects.ObjectKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the state that a read asks for, and what is selected of it. Thread-safe; waits for nothing, and never looks at
 * many objects on the thread of a caller or of the replica.
 */
public final class Reads {
    /** How many objects may be looked at on an event loop: some milliseconds when each has to be parsed. */
    private static final int SHORT = 200;

    /** How long a read of a resourceVersion that does not exist yet waits for it, as upstream's watch cache does. */
    private static final Duration FUTURE_WAIT = Duration.ofSeconds(3);

    private final States states;
    private final Executor scans;

    /** @param scans where many objects are looked at */
    public Reads(States states, Executor scans) {
        this.states = states;
        this.scans = scans;
    }

    /** The state of a moment; or, exceptionally, {@link io.shiplog.apiserver.status.ApiException}. */
    public CompletableFuture<State> at(Moment moment) {
        return switch (moment) {
            case Moment.Latest latest -> explained(states.latest(), 0);
            case Moment.Any any -> CompletableFuture.completedFuture(states.current());
            case Moment.NotOlderThan(long version) -> explained(states.reached(version, FUTURE_WAIT), version);
            case Moment.Exact(long version) -> exact(version);
        };
    }

    /**
     * A page of a list; or, exceptionally, {@link io.shiplog.apiserver.status.ApiException}.
     *
     * @param loop the request's event loop, where short pages are made
     */
    public CompletableFuture<Page> page(Selection selection, ListOptions options, Executor loop) {
        if (options.continueText().isEmpty()) {
            return at(options.moment()).thenCompose(state -> page(selection, state, null, options.limit(), loop));
        }
        ContinueToken token = ContinueToken.read(options.continueText());
        if (token.resourceVersion() < 0) {
            return at(new Moment.Latest())
                    .thenCompose(state -> page(selection, state, token.last(), options.limit(), loop));
        }
        return states.kept(token.resourceVersion())
                .thenCompose(
                        snapshot -> snapshot.map(state -> page(selection, state, token.last(), options.limit(), loop))
                                .orElseGet(() -> CompletableFuture.failedFuture(
                                        Page.expired(token).exception())));
    }

    private CompletableFuture<Page> page(
            Selection selection, State state, @Nullable ObjectKey after, long limit, Executor loop) {
        Executor where = Page.looks(selection, state, limit) > SHORT ? scans : loop;
        return CompletableFuture.supplyAsync(
                () -> {
                    Page page = Page.of(selection, state, after, limit);
                    if (page.continueToken() != null) {
                        states.keep(state);
                    }
                    return page;
                },
                where);
    }

    private CompletableFuture<State> exact(long version) {
        State current = states.current();
        if (current.resourceVersion() == version) {
            return CompletableFuture.completedFuture(current);
        }
        return explained(
                states.kept(version)
                        .thenCompose(found ->
                                found.map(CompletableFuture::completedFuture).orElseGet(() -> exact(version, current))),
                0);
    }

    /** One that is not kept: it may be still to come. */
    private CompletableFuture<State> exact(long version, State current) {
        if (current.resourceVersion() < version) {
            return at(new Moment.NotOlderThan(version)).thenCompose(state -> exact(version));
        }
        return CompletableFuture.failedFuture(Failures.expired("The resourceVersion for the provided list is too old.")
                .exception());
    }

    private CompletableFuture<State> explained(CompletableFuture<State> read, long version) {
        return read.exceptionallyCompose(failure -> {
            Throwable explained = JournalFailures.explained(failure);
            boolean late =
                    explained instanceof ApiException known && known.status().code() == 504;
            return CompletableFuture.failedFuture(
                    late && version > 0
                            ? Failures.resourceVersionTooLarge(
                                            version, states.current().resourceVersion())
                                    .exception()
                            : explained);
        });
    }
}
