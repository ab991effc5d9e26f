package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.eventloop.Turns;
import io.shiplog.apiserver.read.Page;
import io.shiplog.apiserver.read.Selection;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.watch.EventEncoder.Type;
import io.shiplog.journal.replica.Subscription;
import io.shiplog.journal.replica.WatchEnd;
import io.shiplog.journal.replica.WatchEvent;
import io.shiplog.journal.replica.WatchListener;
import io.shiplog.objects.StoredObject;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's watch. Everything here runs on the event loop of its connection.
 *
 * <p>It is in exactly one of three phases: sending the objects of the starting state, as fast as the client reads them;
 * live, where changes are written as they come; and ended. Of the changes that a slow client does not take none is kept
 * here: they stay in the replica's history, and when that gives them up the watch ends.
 */
final class Watch implements WatchListener {
    private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(60);
    private static final int CHUNK_BYTES = 64 * 1024;
    /** How much may wait to be sent before no more is taken. */
    private static final int QUEUE_BYTES = 128 * 1024;
    /** How long an event loop may write starting objects before it looks after its other connections. */
    private static final long TURN_NANOS = Duration.ofMillis(5).toNanos();

    private final Vertx vertx;
    private final Context context;
    private final HttpServerResponse response;
    private final WatchedChanges changes;
    private final Selection selection;
    private final WatchOptions options;
    private final EventEncoder encoder;
    private final RoundExecutor rounds;
    private final Runnable onEnd;
    private @Nullable Iterator<StoredObject> initial;
    private @Nullable Subscription subscription;
    private long startVersion;
    private long seenVersion;
    private long toldVersion;
    private long timeoutTimer = -1;
    private long bookmarkTimer = -1;
    private boolean ended;

    Watch(
            Vertx vertx,
            Context context,
            HttpServerResponse response,
            WatchedChanges changes,
            Selection selection,
            WatchOptions options,
            EventEncoder encoder,
            RoundExecutor rounds,
            Runnable onEnd) {
        this.vertx = vertx;
        this.context = context;
        this.response = response;
        this.changes = changes;
        this.selection = selection;
        this.options = options;
        this.encoder = encoder;
        this.rounds = rounds;
        this.onEnd = onEnd;
    }

    /** Starts after a resourceVersion, without initial events. */
    void startAfter(long resourceVersion) {
        open(resourceVersion);
        goLive();
    }

    /** Starts with the objects of a list. */
    void startFrom(Page page) {
        open(page.resourceVersion());
        initial = page.items().iterator();
        sendInitial();
    }

    /** Ends the watch as a timeout does: the client starts the next one from where it was. */
    void finish() {
        if (!ended) {
            release();
            response.end();
        }
    }

    private void open(long version) {
        startVersion = version;
        seenVersion = version;
        toldVersion = version;
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        response.exceptionHandler(failure -> release());
        response.closeHandler(closed -> release());
        response.drainHandler(drained -> resume());
        response.writeHead();
        timeoutTimer = vertx.setTimer(Math.max(1, options.timeout().toMillis()), timer -> finishWithBookmark());
        if (options.bookmarks()) {
            bookmarkTimer = vertx.setPeriodic(BOOKMARK_INTERVAL.toMillis(), timer -> bookmark());
        }
        if (response.closed()) {
            release(); // the client went away before there was anybody to hear of it
        }
    }

    private void resume() {
        if (initial != null) {
            goOnWithInitial();
        } else if (subscription != null) {
            subscription.resume();
        }
    }

    /** In a callback that nobody catches anything of: the client learns that there is no more. */
    private void goOnWithInitial() {
        try {
            sendInitial();
        } catch (RuntimeException | Error fault) {
            ended(new WatchEnd.ListenerFailed(fault));
        }
    }

    private void sendInitial() {
        Iterator<StoredObject> rest = initial;
        if (ended || rest == null) {
            return;
        }
        long started = System.nanoTime();
        while (rest.hasNext()) {
            if (response.writeQueueFull()) {
                return; // the drain handler comes back here
            }
            if (System.nanoTime() - started > TURN_NANOS) {
                Turns.goOn(context, this::goOnWithInitial);
                return;
            }
            Buffer chunk = Buffer.buffer();
            while (rest.hasNext() && chunk.length() < CHUNK_BYTES) {
                chunk.appendBuffer(encoder.added(rest.next()));
            }
            response.write(chunk);
        }
        initial = null;
        if (options.initialEnd()) {
            response.write(encoder.bookmark(startVersion, true));
        }
        goLive();
    }

    private void goLive() {
        if (!ended) {
            subscription = changes.follow(selection.target().stored(), startVersion, rounds, this);
        }
    }

    @Override
    public boolean isReady() {
        return !response.writeQueueFull();
    }

    @Override
    public void events(List<WatchEvent> events, long resourceVersion) {
        if (ended) {
            return;
        }
        List<Buffer> lines = new ArrayList<>(events.size());
        for (WatchEvent event : events) {
            Type type = EventEncoder.type(event, selection);
            if (type != null) {
                lines.add(encoder.encode(event, type));
            }
        }
        seenVersion = resourceVersion;
        if (!lines.isEmpty()) {
            toldVersion = events.getLast().resourceVersion();
            response.write(rounds.joined(lines));
        }
    }

    @Override
    public void ended(WatchEnd reason) {
        if (ended) {
            return;
        }
        ApiStatus status = switch (reason) {
            case WatchEnd.Expired(long oldest) ->
                Failures.expired("too old resource version: " + startVersion + " (" + oldest + ")");
            case WatchEnd.TooSlow slow ->
                Failures.expired("too old resource version: " + seenVersion + ": the watch was read too slowly");
            case WatchEnd.ReplicaEnded(String why) -> Failures.unavailable(why);
            case WatchEnd.ListenerFailed(Throwable cause) -> Failures.internal(String.valueOf(cause));
        };
        response.write(encoder.error(status));
        finish();
    }

    private void bookmark() {
        if (!ended && initial == null && !response.writeQueueFull()) {
            toldVersion = seenVersion;
            response.write(encoder.bookmark(seenVersion, false));
        }
    }

    private void finishWithBookmark() {
        if (options.bookmarks() && seenVersion > toldVersion) {
            bookmark();
        }
        finish();
    }

    private void release() {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(timeoutTimer);
        vertx.cancelTimer(bookmarkTimer);
        initial = null;
        if (subscription != null) {
            subscription.close();
        }
        onEnd.run();
    }
}
