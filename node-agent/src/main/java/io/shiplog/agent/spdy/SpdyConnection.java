package io.shiplog.agent.spdy;

import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyHeaders;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionStatus;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serving side of a SPDY/3.1 connection whose bytes travel in a WebSocket's messages. Only the client opens
 * streams; each is accepted at once. It all happens on the socket's event loop, but for {@link SpdyStream#write} and
 * its like, which any thread may call.
 */
public final class SpdyConnection {
    private static final Logger log = LoggerFactory.getLogger(SpdyConnection.class);
    private static final int MAX_STREAMS = 1024;
    private static final int CLIENTS_PINGS = 1;

    private final ServerWebSocket socket;
    private final ContextInternal context;
    private final Consumer<SpdyStream> opened;
    private final SpdyFrames frames = new SpdyFrames();
    private final Map<Integer, SpdyStream> streams = new HashMap<>();
    private final List<Runnable> closeHandlers = new ArrayList<>();
    private List<Runnable> drainHandlers = new ArrayList<>();
    private int lastStream;
    private boolean closed;

    private SpdyConnection(ServerWebSocket socket, ContextInternal context, Consumer<SpdyStream> opened) {
        this.socket = socket;
        this.context = context;
        this.opened = opened;
    }

    /**
     * Begins to serve. To be called on the socket's event loop, before it delivers messages.
     *
     * @param opened is given each stream as the client opens it, and sets the stream's handlers before it returns
     */
    public static SpdyConnection over(ServerWebSocket socket, Consumer<SpdyStream> opened) {
        var connection = new SpdyConnection(socket, ContextInternal.current(), opened);
        socket.binaryMessageHandler(connection::received);
        socket.closeHandler(gone -> connection.ended());
        socket.drainHandler(drained -> connection.drained());
        return connection;
    }

    private void received(Buffer bytes) {
        if (closed) {
            return;
        }
        try {
            frames.decode(bytes, this::take);
        } catch (Exception notSpdy) {
            // Of any kind: Netty throws a checked exception that it does not declare.
            log.debug("a client sent what is not SPDY/3.1", notSpdy);
            close();
        }
    }

    private void take(SpdyFrame frame) {
        switch (frame) {
            case SpdySynStreamFrame syn -> open(syn);
            case SpdyDataFrame data -> {
                SpdyStream stream = streams.get(data.streamId());
                if (stream == null) {
                    log.debug("a client wrote to stream {}, which is closed", data.streamId());
                    return;
                }
                byte[] bytes = new byte[data.content().readableBytes()];
                data.content().getBytes(data.content().readerIndex(), bytes);
                stream.received(bytes, data.isLast());
                forget(stream);
            }
            case SpdyRstStreamFrame reset -> {
                SpdyStream stream = streams.remove(reset.streamId());
                if (stream != null) {
                    stream.wasReset();
                }
            }
            case SpdyPingFrame ping when ping.id() % 2 == CLIENTS_PINGS -> send(new DefaultSpdyPingFrame(ping.id()));
            default -> log.trace("a frame that changes nothing: {}", frame);
        }
    }

    private void open(SpdySynStreamFrame syn) {
        int id = syn.streamId();
        boolean wrong = syn.isInvalid() || id % 2 == 0 || id <= lastStream;
        if (wrong || streams.size() >= MAX_STREAMS) {
            send(new DefaultSpdyRstStreamFrame(
                    id, wrong ? SpdyStreamStatus.PROTOCOL_ERROR : SpdyStreamStatus.REFUSED_STREAM));
            return;
        }
        lastStream = id;
        var headers = new HashMap<String, String>();
        syn.headers()
                .names()
                .forEach(name -> headers.put(name.toString(), syn.headers().getAsString(name)));
        var stream = new SpdyStream(this, id, headers);
        streams.put(id, stream);
        // Netty writes no header block at all where there are no headers, and kubectl does not understand that.
        var reply = new DefaultSpdySynReplyFrame(id);
        reply.headers().set(SpdyHeaders.HttpNames.STATUS, "200");
        send(reply);
        opened.accept(stream);
        if (syn.isLast()) {
            stream.received(new byte[0], true);
        }
    }

    /** Sends a frame, from any thread; those of one thread keep their order. */
    Future<Void> send(SpdyFrame frame) {
        Promise<Void> written = Promise.promise();
        if (context.inThread()) {
            write(frame, written);
        } else {
            context.runOnContext(on -> write(frame, written));
        }
        return written.future();
    }

    private void write(SpdyFrame frame, Promise<Void> written) {
        if (closed || socket.isClosed()) {
            written.fail("the connection is closed");
        } else {
            socket.writeBinaryMessage(frames.encode(frame)).onComplete(written);
        }
    }

    /** Drops a stream that both sides have closed. */
    void forget(SpdyStream stream) {
        if (!context.inThread()) {
            context.runOnContext(on -> forget(stream));
        } else if (stream.over()) {
            streams.remove(stream.id());
        }
    }

    /** Whether the client reads more slowly than is written. */
    public boolean full() {
        return socket.writeQueueFull();
    }

    /** Runs once, when what has been written has mostly gone. To be called on the event loop. */
    public void onDrain(Runnable then) {
        drainHandlers.add(then);
    }

    private void drained() {
        List<Runnable> now = drainHandlers;
        drainHandlers = new ArrayList<>();
        now.forEach(Runnable::run);
    }

    /** Stops reading all of the client's streams: what it sends stays in the network. */
    public void pause() {
        socket.pause();
    }

    public void resume() {
        socket.resume();
    }

    public boolean closed() {
        return closed || socket.isClosed();
    }

    /** Runs when the connection has ended, whoever ended it. To be called on the event loop, before it ends. */
    public void onClose(Runnable handler) {
        closeHandlers.add(handler);
    }

    /** Says goodbye and closes. From any thread. */
    public void close() {
        if (!socket.isClosed()) {
            send(new DefaultSpdyGoAwayFrame(lastStream, SpdySessionStatus.OK)).onComplete(said -> socket.close());
        }
    }

    private void ended() {
        if (!closed) {
            closed = true;
            frames.close();
            streams.clear();
            closeHandlers.forEach(Runnable::run);
        }
    }
}
