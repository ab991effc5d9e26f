package io.shiplog.agent.spdy;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client's side of a SPDY connection inside a WebSocket, as kubectl has it. */
public final class SpdyClient {
    private final WebSocket socket;
    private final SpdyFrames frames = new SpdyFrames();
    private final Map<Integer, StringBuffer> received = new ConcurrentHashMap<>();
    private final List<Integer> replied = new CopyOnWriteArrayList<>();
    private final List<Integer> finished = new CopyOnWriteArrayList<>();
    private final List<Integer> reset = new CopyOnWriteArrayList<>();
    private final List<Integer> pings = new CopyOnWriteArrayList<>();
    private int lastStream = -1;

    public SpdyClient(WebSocket socket) {
        this.socket = socket;
        socket.binaryMessageHandler(this::take);
        socket.resume();
    }

    private synchronized void take(Buffer bytes) {
        frames.decode(bytes, frame -> {
            switch (frame) {
                case SpdySynReplyFrame reply when !reply.headers().isEmpty() -> replied.add(reply.streamId());
                case SpdyRstStreamFrame gone -> reset.add(gone.streamId());
                case SpdyPingFrame ping -> pings.add(ping.id());
                case SpdyDataFrame data -> {
                    received.computeIfAbsent(data.streamId(), id -> new StringBuffer())
                            .append(data.content().toString(StandardCharsets.UTF_8));
                    if (data.isLast()) {
                        finished.add(data.streamId());
                    }
                }
                default -> {}
            }
        });
    }

    private synchronized void send(SpdyFrame frame) {
        socket.writeBinaryMessage(frames.encode(frame));
    }

    /** Opens a stream; gives its id. */
    public int open(Map<String, String> headers) {
        lastStream += 2;
        var syn = new DefaultSpdySynStreamFrame(lastStream, 0, (byte) 0);
        headers.forEach((name, value) -> syn.headers().set(name.toLowerCase(java.util.Locale.ROOT), value));
        send(syn);
        return lastStream;
    }

    public void write(int stream, String text) {
        send(new DefaultSpdyDataFrame(stream, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    public void finish(int stream) {
        var end = new DefaultSpdyDataFrame(stream);
        end.setLast(true);
        send(end);
    }

    public void ping(int id) {
        send(new DefaultSpdyPingFrame(id));
    }

    public void sendRaw(byte[] bytes) {
        socket.writeBinaryMessage(Buffer.buffer(bytes));
    }

    public void hangUp() {
        socket.close();
    }

    public String received(int stream) {
        return received.getOrDefault(stream, new StringBuffer()).toString();
    }

    public Set<Integer> replied() {
        return Set.copyOf(replied);
    }

    public Set<Integer> finished() {
        return Set.copyOf(finished);
    }

    public Set<Integer> reset() {
        return Set.copyOf(reset);
    }

    public List<Integer> pings() {
        return List.copyOf(pings);
    }

    public boolean closed() {
        return socket.isClosed();
    }
}
