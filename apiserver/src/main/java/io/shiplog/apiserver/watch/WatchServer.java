package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.metrics.RequestMetrics;
import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.read.Selection;
import io.shiplog.apiserver.render.Rendering;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.journal.replica.Replica;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** All watches of this server: starts them, and ends them when the server stops. Thread-safe. */
public final class WatchServer {
    private final Vertx vertx;
    private final Replica replica;
    private final Reads reads;
    private final Rendering rendering;
    private final RequestMetrics metrics;
    private final Map<Context, RoundExecutor> rounds = new ConcurrentHashMap<>();
    private final Set<Runnable> finishers = ConcurrentHashMap.newKeySet();

    public WatchServer(Vertx vertx, Replica replica, Reads reads, Rendering rendering, RequestMetrics metrics) {
        this.vertx = vertx;
        this.replica = replica;
        this.reads = reads;
        this.rendering = rendering;
        this.metrics = metrics;
    }

    /**
     * Starts a watch that owns {@code response} once the future completes.
     *
     * @return completes exceptionally, with the response untouched, when the state to start from cannot be had
     */
    public CompletableFuture<Void> start(
            Context context,
            HttpServerResponse response,
            Selection selection,
            WatchOptions options,
            Representation representation) {
        EventEncoder encoder = new EventEncoder(selection.target().kind(), representation, rendering);
        Executor loop = task -> context.runOnContext(on -> task.run());
        return switch (options.start()) {
            case WatchOptions.Start.From(ListOptions.Moment moment)
            when options.initialEvents() ->
                reads.page(selection, ListOptions.whole(moment), loop)
                        .thenAcceptAsync(
                                page -> open(context, response, selection, options, encoder)
                                        .startFrom(page),
                                loop);
            case WatchOptions.Start.From(ListOptions.Moment moment) ->
                reads.at(moment)
                        .thenAcceptAsync(
                                state -> open(context, response, selection, options, encoder)
                                        .startAfter(state.resourceVersion()),
                                loop);
            case WatchOptions.Start.After(long version) ->
                reads.at(new ListOptions.Moment.NotOlderThan(version))
                        .thenAcceptAsync(
                                state -> open(context, response, selection, options, encoder)
                                        .startAfter(version),
                                loop);
        };
    }

    /** Ends every watch, as a timeout would. */
    public void close() {
        finishers.forEach(Runnable::run);
    }

    private Watch open(
            Context context,
            HttpServerResponse response,
            Selection selection,
            WatchOptions options,
            EventEncoder encoder) {
        Ending ending = new Ending();
        RoundExecutor loop = rounds.computeIfAbsent(context, fresh -> new RoundExecutor(vertx, fresh));
        Watch watch = new Watch(vertx, context, response, replica, selection, options, encoder, loop, ending::ended);
        ending.finisher = () -> context.runOnContext(on -> watch.finish());
        finishers.add(ending.finisher);
        metrics.watchOpened();
        return watch;
    }

    private final class Ending {
        private Runnable finisher = () -> {};

        void ended() {
            finishers.remove(finisher);
            metrics.watchClosed();
        }
    }
}
