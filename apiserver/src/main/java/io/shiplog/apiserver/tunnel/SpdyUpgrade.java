package io.shiplog.apiserver.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A client that streams over plain SPDY/3.1, as kubectl does for exec before 1.30 and for port-forward before 1.31. The
 * server reads none of it: after the upgrade the bytes go to the agent inside a WebSocket, and the agent speaks SPDY.
 */
final class SpdyUpgrade {
    private static final String PROTOCOL_HEADER = "X-Stream-Protocol-Version";
    private static final String SPDY = "SPDY/3.1";

    private final HttpServerRequest request;
    private final String protocol;

    private SpdyUpgrade(HttpServerRequest request, String protocol) {
        this.request = request;
        this.protocol = protocol;
    }

    /** Whether a request asks for this. */
    static boolean isAsked(HttpServerRequest request) {
        String upgrade = request.getHeader("Upgrade");
        String connection = request.getHeader("Connection");
        return request.version() == HttpVersion.HTTP_1_1
                && upgrade != null
                && upgrade.equalsIgnoreCase(SPDY)
                && connection != null
                && connection.toLowerCase(Locale.ROOT).contains("upgrade");
    }

    /**
     * Agrees with the client on what the streams mean.
     *
     * @param served the versions that are served, best first
     * @throws io.shiplog.apiserver.status.ApiException 403, as upstream, when the client knows none of them
     */
    static SpdyUpgrade negotiate(HttpServerRequest request, List<String> served) {
        List<String> known = request.headers().getAll(PROTOCOL_HEADER).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
        for (String version : served) {
            if (known.contains(version)) {
                return new SpdyUpgrade(request, version);
            }
        }
        String message = "unable to upgrade: unable to negotiate protocol: client supports [" + String.join(" ", known)
                + "], server accepts [" + String.join(" ", served) + "]";
        request.response().putHeader("X-Accepted-Stream-Protocol-Versions", served);
        throw new ApiStatus(403, "Forbidden", message, null).exception();
    }

    /** The WebSocket subprotocol under which an agent takes these bytes. */
    String subProtocol() {
        return SPDY + "+" + protocol;
    }

    /**
     * Switches the client's connection over and joins it to the agent. Vert.x upgrades GET requests only and kubectl
     * posts, so the answer is written here, past the HTTP encoder, before the connection is taken from HTTP.
     *
     * @param fromAgent what the agent sends, from its first frame on
     * @param agent where the client's bytes go
     */
    Future<Void> join(FrameFlow fromAgent, WebSocket agent) {
        if (!(request.connection() instanceof Http1ServerConnection connection)) {
            return Future.failedFuture(
                    Failures.badRequest("SPDY needs HTTP/1.1 to upgrade").exception());
        }
        ChannelHandlerContext encoder = connection.channel().pipeline().context("httpEncoder");
        String head = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: " + SPDY + "\r\n"
                + PROTOCOL_HEADER + ": " + protocol + "\r\n\r\n";
        encoder.writeAndFlush(Unpooled.copiedBuffer(head, StandardCharsets.US_ASCII));
        return connection
                .netSocket()
                .onSuccess(client -> {
                    toAgent(client, agent);
                    fromAgent.to(new Client(client));
                })
                .mapEmpty();
    }

    private static void toAgent(NetSocket client, WebSocket agent) {
        client.handler(bytes -> {
            if (agent.isClosed()) {
                return;
            }
            agent.writeBinaryMessage(bytes);
            if (agent.writeQueueFull()) {
                client.pause();
                agent.drainHandler(drained -> client.resume());
            }
        });
        client.exceptionHandler(broken -> client.close());
        client.closeHandler(gone -> {
            if (!agent.isClosed()) {
                agent.close();
            }
        });
    }

    private record Client(NetSocket socket) implements FrameFlow.Sink {
        @Override
        public void write(WebSocketFrame frame) {
            socket.write(frame.binaryData());
        }

        @Override
        public boolean full() {
            return socket.writeQueueFull();
        }

        @Override
        public void onDrain(Runnable ready) {
            socket.drainHandler(drained -> ready.run());
        }

        @Override
        public void end(@Nullable Short code, @Nullable String reason) {
            socket.close();
        }
    }
}
