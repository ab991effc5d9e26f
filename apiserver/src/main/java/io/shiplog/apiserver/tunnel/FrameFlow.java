package io.shiplog.apiserver.tunnel;

import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What comes out of a WebSocket, whole and in order. A side may answer and close before the other is ready, or while
 * the other reads slowly; Vert.x takes no handlers from a WebSocket that has closed, and tells of the close at once,
 * whatever still waits. So the handlers are set before the WebSocket connects, frames are held until there is somebody
 * to take them, and the end is passed on where the close frame stands.
 */
final class FrameFlow {
    /** Codes that no frame may carry (RFC 6455 section 7.4.1): a close frame without a code, and none at all. */
    private static final short NO_CODE = 1005;

    private static final short ABNORMAL = 1006;

    /** Where the frames go. */
    interface Sink {
        /** Takes a frame of data. */
        void write(WebSocketFrame frame);

        /** Whether it has as much as it can take for now. */
        boolean full();

        /** Runs when a full sink can take more. */
        void onDrain(Runnable ready);

        /**
         * There is no more.
         *
         * @param code the close code that the other side gave; null when the connection broke
         */
        void end(@Nullable Short code, @Nullable String reason);
    }

    private final WebSocketBase from;
    private final boolean toTheLast;
    private final Deque<WebSocketFrame> held = new ArrayDeque<>();
    private @Nullable Sink sink;
    private boolean full;
    private boolean broken;
    private boolean ended;

    private FrameFlow(WebSocketBase from, boolean toTheLast) {
        this.from = from;
        this.toTheLast = toTheLast;
        from.frameHandler(this::came);
        from.closeHandler(closed -> gone());
        from.exceptionHandler(failure -> broke());
    }

    /**
     * From an agent, whose last words count however late they are taken.
     *
     * @param agent not connected yet
     */
    static FrameFlow fromAgent(WebSocketBase agent) {
        return new FrameFlow(agent, true);
    }

    /**
     * From a client: once it has gone, the process that it started is told at once, though it may not have read
     * everything.
     *
     * @param client connected in this very event
     */
    static FrameFlow fromClient(WebSocketBase client) {
        return new FrameFlow(client, false);
    }

    /** Begins to pass frames on, those first that have come already. */
    synchronized void to(Sink taker) {
        sink = taker;
        pass();
    }

    private synchronized void came(WebSocketFrame frame) {
        held.add(frame);
        pass();
    }

    /** After a close frame the end may come in its turn; a connection that closes without one has broken. */
    private synchronized void gone() {
        Short code = from.closeStatusCode();
        if (!toTheLast && sink != null) {
            end(sink, code, from.closeReason());
        } else if (code == null || code == ABNORMAL) {
            broke();
        }
    }

    private synchronized void broke() {
        broken = true;
        pass();
    }

    private synchronized void drained() {
        full = false;
        pass();
        if (!full) {
            from.resume();
        }
    }

    private void pass() {
        Sink taker = sink;
        if (taker == null) {
            return;
        }
        while (!full && !ended && !held.isEmpty()) {
            pass(held.remove(), taker);
        }
        if (broken && held.isEmpty()) {
            end(taker, null, null);
        }
    }

    private void pass(WebSocketFrame frame, Sink taker) {
        if (frame.isClose()) {
            end(taker, frame.closeStatusCode(), frame.closeReason());
        } else if (frame.isBinary() || frame.isText() || frame.isContinuation()) {
            taker.write(frame);
            if (taker.full()) {
                full = true;
                from.pause();
                taker.onDrain(this::drained);
            }
        }
    }

    private void end(Sink taker, @Nullable Short code, @Nullable String reason) {
        if (!ended) {
            ended = true;
            boolean said = code != null && code != NO_CODE && code != ABNORMAL;
            taker.end(said ? code : null, reason);
        }
    }
}
