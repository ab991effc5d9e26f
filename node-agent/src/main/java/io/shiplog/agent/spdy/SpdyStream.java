package io.shiplog.agent.spdy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One stream of a {@link SpdyConnection}, opened by the client; each side ends its own direction. */
public final class SpdyStream {
    /** More than a frame's 24-bit length would hold is cut; this much keeps other streams moving. */
    private static final int FRAME_BYTES = 32 * 1024;

    private final SpdyConnection connection;
    private final int id;
    private final Map<String, String> headers;
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile boolean clientFinished;
    private Consumer<byte[]> onData = bytes -> {};
    private Runnable onEnd = () -> {};

    SpdyStream(SpdyConnection connection, int id, Map<String, String> headers) {
        this.connection = connection;
        this.id = id;
        this.headers = Map.copyOf(headers);
    }

    public int id() {
        return id;
    }

    /** A header that the client opened the stream with, empty when it did not say. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** What takes the client's bytes, and hears once of their end. Called on the event loop. */
    public void receive(Consumer<byte[]> data, Runnable end) {
        onData = data;
        onEnd = end;
    }

    void received(byte[] bytes, boolean last) {
        if (clientFinished) {
            return;
        }
        if (bytes.length > 0) {
            onData.accept(bytes);
        }
        if (last) {
            clientFinished = true;
            onEnd.run();
        }
    }

    void wasReset() {
        finished.set(true);
        if (!clientFinished) {
            clientFinished = true;
            onEnd.run();
        }
    }

    /**
     * Sends bytes, from any thread; done when the network has taken them, failed when the stream or connection is over.
     */
    public Future<Void> write(byte[] bytes) {
        if (finished.get()) {
            return Future.failedFuture("the stream is closed");
        }
        Future<Void> written = Future.succeededFuture();
        for (int from = 0; from < bytes.length; from += FRAME_BYTES) {
            int length = Math.min(FRAME_BYTES, bytes.length - from);
            written = connection.send(new DefaultSpdyDataFrame(id, Unpooled.wrappedBuffer(bytes, from, length)));
        }
        return written;
    }

    /** No more bytes follow. From any thread; a second call does nothing. */
    public void finish() {
        if (finished.compareAndSet(false, true)) {
            var end = new DefaultSpdyDataFrame(id);
            end.setLast(true);
            connection.send(end);
            connection.forget(this);
        }
    }

    /** Ends both directions at once. From any thread. */
    public void reset() {
        clientFinished = true;
        if (finished.compareAndSet(false, true)) {
            connection.send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.CANCEL));
            connection.forget(this);
        }
    }

    boolean over() {
        return clientFinished && finished.get();
    }
}
