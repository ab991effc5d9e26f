package io.shiplog.agent.server;

import io.shiplog.agent.spdy.SpdyConnection;
import io.shiplog.agent.spdy.SpdyStream;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Channels as streams of a SPDY connection, which the client opens one by one; each says in its header
 * {@code streamType} which it is. Version 4 of the protocol, as kubectl before 1.30 speaks it.
 */
final class SpdyWire implements Wire {
    /** The subprotocol under which an API server passes such a connection on. */
    static final String PROTOCOL = "SPDY/3.1+" + Channels.V4;

    private static final Map<String, Integer> CHANNELS = Map.of(
            "stdin", Channels.STDIN,
            "stdout", Channels.STDOUT,
            "stderr", Channels.STDERR,
            "error", Channels.ERROR,
            "resize", Channels.RESIZE);

    /** How long a client may take to open its streams. */
    private static final long OPENING_MILLIS = TimeUnit.SECONDS.toMillis(30);

    /** How long a client may take to hang up once it has been told everything. */
    private static final long GOODBYE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Vertx vertx;
    private final SpdyConnection connection;
    private final Map<Integer, SpdyStream> streams = new ConcurrentHashMap<>();
    private BiConsumer<Integer, byte[]> receiver = (channel, bytes) -> {};

    private SpdyWire(Vertx vertx, ServerWebSocket socket, Set<Integer> wanted, Consumer<Wire> complete) {
        this.vertx = vertx;
        connection = SpdyConnection.over(socket, stream -> opened(stream, wanted, complete));
        long timer = vertx.setTimer(OPENING_MILLIS, late -> {
            if (!streams.keySet().containsAll(wanted)) {
                connection.close();
            }
        });
        connection.onClose(() -> vertx.cancelTimer(timer));
    }

    /**
     * Waits for the client to open its streams.
     *
     * @param wanted the channels that the client's request promises
     * @param complete is given the wire when all of them are open, on the event loop
     */
    static void open(Vertx vertx, ServerWebSocket socket, Set<Integer> wanted, Consumer<Wire> complete) {
        new SpdyWire(vertx, socket, wanted, complete);
    }

    private void opened(SpdyStream stream, Set<Integer> wanted, Consumer<Wire> complete) {
        Integer channel = CHANNELS.get(stream.header("streamType"));
        if (channel == null || !wanted.contains(channel) || streams.putIfAbsent(channel, stream) != null) {
            stream.reset();
            return;
        }
        stream.receive(
                bytes -> receiver.accept(channel, bytes),
                () -> receiver.accept(Channels.CLOSE, new byte[] {channel.byteValue()}));
        if (streams.size() == wanted.size()) {
            complete.accept(this);
        }
    }

    @Override
    public Future<Void> send(int channel, byte[] bytes) {
        SpdyStream stream = streams.get(channel);
        return stream == null ? Future.succeededFuture() : stream.write(bytes);
    }

    @Override
    public boolean full() {
        return connection.full();
    }

    @Override
    public boolean closed() {
        return connection.closed();
    }

    /** The client hangs up when it has read every stream to its end: hanging up first could lose it the last bytes. */
    @Override
    public void finish() {
        streams.values().forEach(SpdyStream::finish);
        vertx.setTimer(GOODBYE_MILLIS, late -> abort());
    }

    @Override
    public void abort() {
        connection.close();
    }

    @Override
    public void receive(BiConsumer<Integer, byte[]> message) {
        receiver = message;
    }

    @Override
    public void onClose(Runnable handler) {
        connection.onClose(handler);
    }

    @Override
    public void pause() {
        connection.pause();
    }

    @Override
    public void resume() {
        connection.resume();
    }
}
