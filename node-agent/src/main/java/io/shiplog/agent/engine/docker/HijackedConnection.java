package io.shiplog.agent.engine.docker;

import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.EngineException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A connection to the engine that, after one request, carries a process's streams both ways. docker-java's own (3.7.1)
 * never ends the process's input, so a {@code cat} in a container would wait for ever; this one can close its writing
 * half.
 */
final class HijackedConnection implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer incoming = ByteBuffer.allocate(BUFFER_BYTES).flip();

    private HijackedConnection(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Sends a POST and takes the connection over.
     *
     * @param host {@code unix:///path} or {@code tcp://host:port}
     * @throws EngineException when the engine refuses
     */
    static HijackedConnection post(URI host, String path, byte[] json) throws IOException {
        SocketChannel channel = "unix".equals(host.getScheme())
                ? SocketChannel.open(UnixDomainSocketAddress.of(host.getPath()))
                : SocketChannel.open(new InetSocketAddress(host.getHost(), host.getPort()));
        var connection = new HijackedConnection(channel);
        try {
            String head = "POST " + path + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\n"
                    + "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: " + json.length + "\r\n\r\n";
            connection.write(head.getBytes(StandardCharsets.US_ASCII));
            connection.write(json);
            String status = connection.line();
            String header = status;
            while (!header.isEmpty()) {
                header = connection.line();
            }
            if (!status.contains(" 101 ") && !status.contains(" 200 ")) {
                throw new EngineException(
                        status.contains(" 404 ")
                                ? Kind.NOT_FOUND
                                : status.contains(" 409 ") ? Kind.CONFLICT : Kind.REFUSED,
                        "the engine answered " + status);
            }
            return connection;
        } catch (IOException | EngineException e) {
            channel.close();
            throw e;
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = readByte(); c != '\n'; c = readByte()) {
            if (c < 0) {
                throw new IOException("the engine closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private int readByte() throws IOException {
        return fill() ? incoming.get() & 0xff : -1;
    }

    private boolean fill() throws IOException {
        while (!incoming.hasRemaining()) {
            incoming.clear();
            int count = channel.read(incoming);
            incoming.flip();
            if (count < 0) {
                return false;
            }
        }
        return true;
    }

    /** What has come, at most {@code limit} bytes; empty at the end. */
    byte[] some(int limit) throws IOException {
        if (!fill()) {
            return new byte[0];
        }
        byte[] bytes = new byte[Math.min(limit, incoming.remaining())];
        incoming.get(bytes);
        return bytes;
    }

    /** The next frame's header, 8 bytes; null at the end. */
    @org.jspecify.annotations.Nullable
    ByteBuffer frameHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(8);
        while (header.hasRemaining()) {
            int next = readByte();
            if (next < 0) {
                return null;
            }
            header.put((byte) next);
        }
        return header.flip();
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
