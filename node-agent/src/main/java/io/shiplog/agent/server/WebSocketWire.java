package io.shiplog.agent.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.BiConsumer;

/** Channels as the first byte of a WebSocket's messages: {@code v4.channel.k8s.io} and {@code v5.channel.k8s.io}. */
final class WebSocketWire implements Wire {
    private final ServerWebSocket socket;

    WebSocketWire(ServerWebSocket socket) {
        this.socket = socket;
    }

    @Override
    public Future<Void> send(int channel, byte[] bytes) {
        return socket.writeBinaryMessage(
                Buffer.buffer(bytes.length + 1).appendByte((byte) channel).appendBytes(bytes));
    }

    @Override
    public boolean full() {
        return socket.writeQueueFull();
    }

    @Override
    public boolean closed() {
        return socket.isClosed();
    }

    @Override
    public void finish() {
        abort();
    }

    @Override
    public void abort() {
        if (!socket.isClosed()) {
            socket.close();
        }
    }

    @Override
    public void receive(BiConsumer<Integer, byte[]> message) {
        socket.binaryMessageHandler(bytes -> {
            if (bytes.length() > 0) {
                message.accept(bytes.getByte(0) & 0xff, bytes.getBytes(1, bytes.length()));
            }
        });
    }

    @Override
    public void onClose(Runnable handler) {
        socket.closeHandler(gone -> handler.run());
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }
}
