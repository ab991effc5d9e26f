package io.shiplog.agent.testkit;

import io.shiplog.agent.NodeAgentSettings.Pem;
import io.shiplog.agent.spdy.SpdyClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/** Speaks to an agent's authenticated server as an API server does. */
public final class AgentClient implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final int port;
    private final Pem pem;
    // Held on to: Vert.x closes a client that nobody refers to any more.
    private final HttpClient http;
    private final WebSocketClient sockets;

    public AgentClient(int port, Pem pem) {
        this.port = port;
        this.pem = pem;
        this.http = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setKeyCertOptions(identity())
                .setTrustOptions(trust()));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setKeyCertOptions(identity())
                .setTrustOptions(trust()));
    }

    /** A response. */
    public record Answer(int status, String body) {}

    public Answer get(String uri) {
        return http.request(HttpMethod.GET, port, "127.0.0.1", uri)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> new Answer(response.statusCode(), body.toString())))
                .await();
    }

    private PemKeyCertOptions identity() {
        return new PemKeyCertOptions()
                .setCertPath(pem.certificate().toString())
                .setKeyPath(pem.key().toString());
    }

    private PemTrustOptions trust() {
        return new PemTrustOptions().addCertPath(pem.authority().toString());
    }

    /** Opens a WebSocket for a process's streams. */
    public Streams open(String uri, String protocol) {
        var streams = new Streams();
        connect(uri, protocol, streams::opened);
        return streams;
    }

    /** Opens a WebSocket for a SPDY connection. */
    public SpdyClient openSpdy(String uri, String protocol) {
        var client = new CompletableFuture<SpdyClient>();
        connect(uri, protocol, socket -> client.complete(new SpdyClient(socket)));
        return client.join();
    }

    private void connect(String uri, String protocol, Consumer<WebSocket> opened) {
        var connect = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setSsl(true)
                .setURI(uri)
                .addSubProtocol(protocol);
        sockets.connect(connect).onSuccess(opened::accept).await();
    }

    /** The channels of a process, as a client sees them. */
    public static final class Streams {
        private final ConcurrentMap<Integer, StringBuffer> channels = new ConcurrentHashMap<>();
        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
        public final CompletableFuture<Boolean> closed = new CompletableFuture<>();

        private void opened(WebSocket opened) {
            opened.binaryMessageHandler(
                    message -> channels.computeIfAbsent(message.getByte(0) & 0xff, channel -> new StringBuffer())
                            .append(message.getString(1, message.length(), "UTF-8")));
            opened.closeHandler(gone -> closed.complete(true));
            socket.complete(opened);
        }

        public void send(int channel, String text) {
            socket.join()
                    .writeBinaryMessage(Buffer.buffer()
                            .appendByte((byte) channel)
                            .appendBytes(text.getBytes(StandardCharsets.UTF_8)));
        }

        /** Version 5's way to say that a channel has ended. */
        public void end(int channel) {
            socket.join().writeBinaryMessage(Buffer.buffer(new byte[] {(byte) 255, (byte) channel}));
        }

        public String received(int channel) {
            return channels.getOrDefault(channel, new StringBuffer()).toString();
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
