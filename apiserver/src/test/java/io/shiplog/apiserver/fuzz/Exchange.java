package io.shiplog.apiserver.fuzz;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sends requests over one HTTP/1.1 connection after another and reads the answers. */
final class Exchange implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SSLSocketFactory factory;
    private final int port;
    private SSLSocket socket;
    private InputStream input;

    /** @param code 0 when the server ended the connection in place of an answer */
    record Answer(int code, String head, String body) {}

    Exchange(TestServer server) {
        try (TestClient client = server.client()) {
            factory = client.http().sslContext().getSocketFactory();
        }
        port = server.port();
    }

    /** @throws java.net.SocketTimeoutException when there is no answer in time */
    Answer ask(Request request) throws IOException {
        if (socket == null) {
            socket = (SSLSocket) factory.createSocket("127.0.0.1", port);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            input = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        }
        try {
            socket.getOutputStream().write(request.bytes());
            socket.getOutputStream().flush();
            Answer answer = answer(request);
            if (request.isWatch() || answer.head().toLowerCase(Locale.ROOT).contains("connection: close")) {
                close();
            }
            return answer;
        } catch (EOFException end) {
            close();
            return new Answer(0, "", "");
        } catch (IOException broken) {
            close();
            throw broken;
        }
    }

    private Answer answer(Request request) throws IOException {
        String head = head();
        int code = Integer.parseInt(head.substring(9, 12));
        if (code == 100) {
            return answer(request);
        }
        boolean none = request.method().equals("HEAD") || code == 204 || code == 304 || code == 101;
        if (none || request.isWatch() && code == 200) {
            return new Answer(code, head, "");
        }
        String low = head.toLowerCase(Locale.ROOT);
        int length = low.indexOf("\r\ncontent-length:");
        if (length >= 0) {
            int end = low.indexOf("\r\n", length + 2);
            int count = Integer.parseInt(low.substring(length + 17, end).strip());
            return new Answer(code, head, new String(input.readNBytes(count), StandardCharsets.UTF_8));
        }
        return new Answer(code, head, low.contains("chunked") ? chunks() : "");
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(), 16);
            body.append(new String(input.readNBytes(size), StandardCharsets.UTF_8));
            line();
            if (size == 0) {
                return body.toString();
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
