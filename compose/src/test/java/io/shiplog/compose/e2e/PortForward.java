package io.shiplog.compose.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local end of a {@code kubectl port-forward}. */
final class PortForward {
    private static final Pattern LISTENING = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:([0-9]+) ->");

    private PortForward() {}

    /** The port that kubectl has opened. */
    static int localPort(Background kubectl) {
        await(kubectl.toString())
                .atMost(Duration.ofSeconds(60))
                .until(() -> LISTENING.matcher(kubectl.output()).find());
        Matcher matcher = LISTENING.matcher(kubectl.output());
        matcher.find();
        return Integer.parseInt(matcher.group(1));
    }

    /**
     * Asks a web server behind the port, ending its own side first; gives all that came, nothing when it was refused.
     */
    static String get(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("GET /cgi-bin/id HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException reset) {
            return "";
        }
    }
}
