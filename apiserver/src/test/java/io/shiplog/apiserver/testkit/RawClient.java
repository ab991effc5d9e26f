package io.shiplog.apiserver.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 connection on which a test sends what a proper client would not, and reads when it likes. */
public final class RawClient implements AutoCloseable {
    private final SSLSocket socket;

    private RawClient(SSLSocket socket) {
        this.socket = socket;
    }

    /** Connects with the administrator's certificate. */
    public static RawClient connect(TestServer server) {
        try (TestClient client = server.client()) {
            return new RawClient(
                    (SSLSocket) client.http().sslContext().getSocketFactory().createSocket("127.0.0.1", server.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a GET whose answer the client reads by itself. */
    public void send(String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server sends. */
    public InputStream input() {
        try {
            return socket.getInputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a GET; the beginning of its answer. */
    public String get(String path) {
        send(path);
        try {
            return new String(input().readNBytes(64), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
