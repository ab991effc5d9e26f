package io.shiplog.apiserver.watch;

import io.shiplog.apiserver.list.Page;
import io.shiplog.apiserver.list.Selection;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.watch.EventEncoder.Type;
import io.shiplog.journal.State;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.replica.Replica;
import io.shiplog.journal.replica.Subscription;
import io.shiplog.journal.replica.WatchEnd;
import io.shiplog.journal.replica.WatchEvent;
import io.shiplog.journal.replica.WatchListener;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One client's watch. Everything here runs on the event loop of its connection.
 *
 * <p>It is in exactly one of three phases: sending the objects of the starting state, as fast as the client reads them;
 * live, where changes are written as they come; and ended. Changes that a slow client does not take are queued up to a bound,
 * then the watch ends and the client starts again from where it was.
 */
final class Watch implements WatchListener {
    private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(60);
    private static final int MAX_QUEUED = 10_000;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Context context;
    private final HttpServerResponse response;
    private final Replica replica;
    private final Selection selection;
    private final WatchOptions options;
    private final EventEncoder encoder;
    private final Queue<Buffer> queued = new ArrayDeque<>();
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
            Replica replica,
            Selection selection,
            WatchOptions options,
            EventEncoder encoder,
            Runnable onEnd) {
        this.vertx = vertx;
        this.context = context;
        this.response = response;
        this.replica = replica;
        this.selection = selection;
        this.options = options;
        this.encoder = encoder;
        this.onEnd = onEnd;
    }

    /** Starts after a resourceVersion, without initial events. */
    void startAfter(long resourceVersion) {
        open(resourceVersion);
        goLive();
    }

    /** Starts after a state, whose objects come first when the options ask for them. */
    void startFrom(State state) {
        open(state.resourceVersion());
        if (options.initialEvents()) {
            initial = Page.all(selection, state).items().iterator();
            sendInitial();
        } else {
            goLive();
        }
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
        response.exceptionHandler(failure -> release());
        response.closeHandler(closed -> release());
        response.drainHandler(drained -> resume());
        response.writeHead();
        timeoutTimer = vertx.setTimer(Math.max(1, options.timeout().toMillis()), timer -> finishWithBookmark());
        if (options.bookmarks()) {
            bookmarkTimer = vertx.setPeriodic(BOOKMARK_INTERVAL.toMillis(), timer -> bookmark());
        }
    }

    private void resume() {
        if (initial != null) {
            sendInitial();
        } else {
            drain();
        }
    }

    private void sendInitial() {
        Iterator<StoredObject> rest = initial;
        while (!ended && rest != null && rest.hasNext()) {
            if (response.writeQueueFull()) {
                return; // the drain handler comes back here
            }
            Buffer chunk = Buffer.buffer();
            while (rest.hasNext() && chunk.length() < CHUNK_BYTES) {
                chunk.appendBuffer(encoder.added(rest.next()));
            }
            response.write(chunk);
        }
        initial = null;
        if (ended) {
            return;
        }
        if (options.initialEnd()) {
            response.write(encoder.bookmark(startVersion, true));
        }
        goLive();
    }

    private void goLive() {
        subscription = replica.follow(
                selection.subject().stored(), startVersion, task -> context.runOnContext(on -> task.run()), this);
    }

    @Override
    public void events(List<WatchEvent> events, long resourceVersion) {
        if (ended) {
            return;
        }
        Buffer several = null;
        Buffer one = null;
        for (WatchEvent event : events) {
            Type type = EventEncoder.type(event, selection);
            if (type == null) {
                continue;
            }
            Buffer line = encoder.encode(event, type);
            if (one == null) {
                one = line;
            } else {
                several = several == null ? Buffer.buffer().appendBuffer(one) : several;
                several.appendBuffer(line);
            }
        }
        seenVersion = resourceVersion;
        if (one != null) {
            toldVersion = events.getLast().resourceVersion();
            send(several == null ? one : several);
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

    private void send(Buffer buffer) {
        if (queued.isEmpty() && !response.writeQueueFull()) {
            response.write(buffer);
            return;
        }
        queued.add(buffer);
        if (queued.size() > MAX_QUEUED) {
            finish();
        }
    }

    private void drain() {
        while (!ended && !queued.isEmpty() && !response.writeQueueFull()) {
            response.write(queued.remove());
        }
    }

    private void bookmark() {
        if (!ended && initial == null && queued.isEmpty()) {
            toldVersion = seenVersion;
            send(encoder.bookmark(seenVersion, false));
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
        queued.clear();
        initial = null;
        if (subscription != null) {
            subscription.close();
        }
        onEnd.run();
    }
}
