package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.metrics.RequestMetrics;
import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.read.Selection;
import io.shiplog.apiserver.render.Rendering;
import io.shiplog.apiserver.request.Representation;
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
    private final WatchedChanges changes;
    private final Reads reads;
    private final Rendering rendering;
    private final RequestMetrics metrics;
    private final Map<Context, RoundExecutor> rounds;
    private final Set<Runnable> finishers;

    public WatchServer(Vertx vertx, WatchedChanges changes, Reads reads, Rendering rendering, RequestMetrics metrics) {
        this(vertx, changes, reads, rendering, metrics, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
    }

    private WatchServer(
            Vertx vertx,
            WatchedChanges changes,
            Reads reads,
            Rendering rendering,
            RequestMetrics metrics,
            Map<Context, RoundExecutor> rounds,
            Set<Runnable> finishers) {
        this.vertx = vertx;
        this.changes = changes;
        this.reads = reads;
        this.rendering = rendering;
        this.metrics = metrics;
        this.rounds = rounds;
        this.finishers = finishers;
    }

    /** The same for other changes than those of now: its watches end with these. */
    public WatchServer over(WatchedChanges others, Reads otherReads, Rendering otherRendering) {
        return new WatchServer(vertx, others, otherReads, otherRendering, metrics, rounds, finishers);
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
                changes.reached(version)
                        .thenAcceptAsync(
                                there -> open(context, response, selection, options, encoder)
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
        Watch watch = new Watch(vertx, context, response, changes, selection, options, encoder, loop, ending::ended);
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
