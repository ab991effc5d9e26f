package io.shiplog.apiserver.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 connection on which a test sends what a proper client would not, and reads when it likes. */
public final class RawClient implements AutoCloseable {
    private final SSLSocket socket;

    private RawClient(SSLSocket socket) {
        this.socket = socket;
    }

    /** Connects with the administrator's certificate. */
    public static RawClient connect(TestServer server) {
        return connect(server, server.admin());
    }

    /** Connects with a certificate. */
    public static RawClient connect(TestServer server, TestPki.Issued certificate) {
        try (TestClient client = server.client(certificate)) {
            return new RawClient(
                    (SSLSocket) client.http().sslContext().getSocketFactory().createSocket("127.0.0.1", server.port()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a GET whose answer the client reads by itself. */
    public void send(String path, String... headers) {
        String more = Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
    }

    /** Sends exactly this. */
    public void write(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the connection ready to send, without sending anything. */
    public void handshake() {
        try {
            socket.startHandshake();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server closes the connection without an answer. */
    public boolean isRefused() {
        try {
            socket.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() < 0;
        } catch (IOException closed) {
            return true;
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
    public String get(String path, String... headers) {
        send(path, headers);
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
