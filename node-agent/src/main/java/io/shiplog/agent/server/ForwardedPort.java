package io.shiplog.agent.server;

import io.netty.channel.socket.DuplexChannel;
import io.shiplog.agent.spdy.SpdyConnection;
import io.shiplog.agent.spdy.SpdyStream;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One connection into a pod and its two streams. What the client sends before the connection stands is kept; when the
 * client has finished, the pod is told so and may still answer. On one event loop.
 */
final class ForwardedPort {
    private final SpdyConnection connection;
    private final SpdyStream data;
    private final SpdyStream error;
    private final Buffer early = Buffer.buffer();
    private @Nullable NetSocket target;
    private Future<Void> written = Future.succeededFuture();
    private boolean finished;

    ForwardedPort(SpdyConnection connection, SpdyStream data, SpdyStream error) {
        this.connection = connection;
        this.data = data;
        this.error = error;
        data.receive(this::toPod, this::finish);
    }

    /** Tells the client why there is no connection. */
    void fail(String message) {
        if (!connection.closed()) {
            error.write(message.getBytes(StandardCharsets.UTF_8));
            end();
        }
    }

    private void end() {
        error.finish();
        data.finish();
    }

    /** Begins to carry bytes both ways. */
    void join(NetSocket socket) {
        if (connection.closed()) {
            socket.close();
            return;
        }
        target = socket;
        connection.onClose(socket::close);
        socket.handler(this::toClient);
        socket.exceptionHandler(broken -> socket.close());
        // Not the close handler, which runs at once: what the pod sent last may still wait for a slow client.
        socket.endHandler(sent -> end());
        if (early.length() > 0) {
            toPod(early.getBytes());
        }
        if (finished) {
            finish();
        }
    }

    private void toClient(Buffer bytes) {
        NetSocket from = target;
        data.write(bytes.getBytes());
        if (from != null && connection.full()) {
            from.pause();
            connection.onDrain(from::resume);
        }
    }

    private void toPod(byte[] bytes) {
        NetSocket to = target;
        if (to == null) {
            early.appendBytes(bytes);
            return;
        }
        written = to.write(Buffer.buffer(bytes));
        if (to.writeQueueFull()) {
            connection.pause();
            to.drainHandler(drained -> connection.resume());
        }
    }

    /** The client has sent everything: so has our end of the pod's connection, once it is written. */
    private void finish() {
        finished = true;
        if (target instanceof NetSocketInternal to
                && to.channelHandlerContext().channel() instanceof DuplexChannel channel) {
            written.onComplete(done -> channel.shutdownOutput());
        }
    }
}
