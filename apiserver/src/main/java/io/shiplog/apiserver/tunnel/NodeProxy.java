package io.shiplog.apiserver.tunnel;

import io.shiplog.apiserver.ApiServerSettings;
import io.shiplog.apiserver.pipeline.Answer;
import io.shiplog.apiserver.pipeline.Call;
import io.shiplog.apiserver.pipeline.PodStreams;
import io.shiplog.apiserver.read.ListOptions;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.status.Failures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Logs, exec, attach and port-forward: passed on to the agent of the pod's node, which shows what it does as it does
 * it.
 */
public final class NodeProxy {
    /** The protocols that the streaming subresources speak over a WebSocket. */
    public static final List<String> PROTOCOLS =
            List.of("v5.channel.k8s.io", "v4.channel.k8s.io", "SPDY/3.1+portforward.k8s.io", "v2.portforward.k8s.io");

    /** What the streams of exec and attach mean over plain SPDY. */
    private static final List<String> SPDY_COMMANDS = List.of("v4.channel.k8s.io");

    private static final List<String> SPDY_PORTS = List.of("portforward.k8s.io");

    private static final int CONNECT_SECONDS = 10;
    /** To one target at once; streams of logs hold theirs for as long as they last. */
    private static final int CONNECTIONS = 1_000;

    private final Reads reads;
    private final HttpClient http;
    private final WebSocketClient webSockets;
    private final HttpProxy proxy;

    /**
     * @param certificate the client certificate that agents are shown, PEM
     * @param key its private key, PEM
     * @param authority whose certificates agents show, PEM
     */
    private NodeProxy(Vertx vertx, Reads reads, Path certificate, Path key, Path authority) {
        this.reads = reads;
        PemKeyCertOptions own =
                new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
        PemTrustOptions trusted = new PemTrustOptions().addCertPath(authority.toString());
        // Agents are known by who signed their certificate; their addresses come and go.
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(true)
                        .setVerifyHost(false)
                        .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS))
                        .setKeyCertOptions(own)
                        .setTrustOptions(trusted),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.proxy = new HttpProxy(vertx, reads, http);
        this.webSockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setConnectTimeout((int) TimeUnit.SECONDS.toMillis(CONNECT_SECONDS))
                .setKeyCertOptions(own)
                .setTrustOptions(trusted));
    }

    /** The proxy of a server that shows agents the certificates of {@code tls}. */
    public static NodeProxy to(Vertx vertx, Reads reads, ApiServerSettings.Tls tls) {
        return new NodeProxy(vertx, reads, tls.kubeletCertificate(), tls.kubeletKey(), tls.kubeletCa());
    }

    /** What it serves. */
    public PodStreams streams() {
        return new PodStreams(
                this::log,
                call -> stream(call, "exec"),
                call -> stream(call, "attach"),
                this::portForward,
                proxy::pass);
    }

    /** {@code GET pods/x/log}. */
    private CompletionStage<Answer> log(Call call) {
        return agent(call, call.query().text("container")).thenCompose(agent -> {
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setHost(agent.host())
                    .setPort(agent.port())
                    .setURI("/containerLogs/" + call.target().namespace() + "/"
                            + call.target().name() + "/" + agent.container() + query(call.request()));
            return http.request(options)
                    .compose(HttpClientRequest::send)
                    .compose(response -> copy(response, call.request().response()))
                    .recover(failure -> Future.failedFuture(unreachable(agent, failure)))
                    .map(done -> (Answer) new Answer.Taken())
                    .toCompletionStage();
        });
    }

    /** {@code exec} and {@code attach}: a WebSocket to the agent, then the client's, then frames both ways. */
    private CompletionStage<Answer> stream(Call call, String verb) {
        holdForUpgrade(call);
        return released(
                call,
                agent(call, call.query().text("container"))
                        .thenCompose(agent -> tunnel(
                                call,
                                agent,
                                SPDY_COMMANDS,
                                "/" + verb + "/" + call.target().namespace() + "/"
                                        + call.target().name() + "/" + agent.container())));
    }

    /** {@code portforward}: as {@link #stream} for the whole pod. */
    private CompletionStage<Answer> portForward(Call call) {
        holdForUpgrade(call);
        return released(
                call,
                reads.at(new ListOptions.Moment.Latest())
                        .thenApplyAsync(state -> NodeAddress.ofPod(state, call.target()), call.executor())
                        .thenCompose(agent -> tunnel(
                                call,
                                agent,
                                SPDY_PORTS,
                                "/portForward/" + call.target().namespace() + "/"
                                        + call.target().name())));
    }

    /** A held request whose upgrade failed goes on, so that its connection can carry the next one. */
    private static CompletionStage<Answer> released(Call call, CompletionStage<Answer> upgraded) {
        return upgraded.whenCompleteAsync(
                (answer, failure) -> {
                    if (failure != null) {
                        call.request().resume();
                    }
                },
                call.executor());
    }

    /** A request that has ended can no longer become a WebSocket: it is held until the agent is found. */
    private static void holdForUpgrade(Call call) {
        if (call.request().canUpgradeToWebSocket()) {
            call.request().pause();
        }
    }

    private CompletionStage<Answer> tunnel(Call call, NodeAddress agent, List<String> overSpdy, String path) {
        HttpServerRequest request = call.request();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(agent.host())
                .setPort(agent.port())
                .setSsl(true)
                .setURI(path + query(request));
        BiFunction<FrameFlow, WebSocket, Future<?>> join;
        if (request.canUpgradeToWebSocket()) {
            String offered = request.getHeader("Sec-WebSocket-Protocol");
            if (offered != null) {
                Arrays.stream(offered.split(",", -1)).map(String::strip).forEach(options::addSubProtocol);
            }
            join = (fromAgent, toAgent) ->
                    request.toWebSocket().onSuccess(toClient -> join(toClient, fromAgent, toAgent));
        } else if (SpdyUpgrade.isAsked(request)) {
            SpdyUpgrade upgrade = SpdyUpgrade.negotiate(request, overSpdy);
            options.addSubProtocol(upgrade.subProtocol());
            join = upgrade::join;
        } else {
            throw Failures.badRequest("Upgrade request required").exception();
        }
        ClientWebSocket socket = webSockets.webSocket();
        var fromAgent = FrameFlow.fromAgent(socket);
        return socket.connect(options)
                .recover(failure -> Future.failedFuture(unreachable(agent, failure)))
                .compose(toAgent -> join.apply(fromAgent, toAgent).onFailure(failure -> toAgent.close()))
                .map(joined -> (Answer) new Answer.Taken())
                .toCompletionStage();
    }

    private CompletableFuture<NodeAddress> agent(Call call, String container) {
        return reads.at(new ListOptions.Moment.Latest())
                .thenApplyAsync(state -> NodeAddress.of(state, call.target(), container), call.executor());
    }

    private static void join(ServerWebSocket client, FrameFlow fromAgent, WebSocket agent) {
        if (client.isClosed()) {
            agent.close();
            return;
        }
        FrameFlow.fromClient(client).to(new OtherSide(agent));
        fromAgent.to(new OtherSide(client));
    }

    /** The WebSocket that a frame is meant for. It may have closed in the meantime: then nobody reads any more. */
    private record OtherSide(WebSocketBase socket) implements FrameFlow.Sink {
        @Override
        public void write(WebSocketFrame frame) {
            if (!socket.isClosed()) {
                socket.writeFrame(frame);
            }
        }

        @Override
        public boolean full() {
            return !socket.isClosed() && socket.writeQueueFull();
        }

        @Override
        public void onDrain(Runnable ready) {
            socket.drainHandler(drained -> ready.run());
        }

        @Override
        public void end(@Nullable Short code, @Nullable String reason) {
            if (socket.isClosed()) {
                return;
            }
            if (code == null) {
                socket.close();
            } else {
                socket.close(code, reason);
            }
        }
    }

    /** Passes an agent's answer on, as it comes; the client's going away ends it. */
    private static Future<Void> copy(HttpClientResponse from, HttpServerResponse to) {
        if (to.closed()) {
            from.request().reset();
            return Future.succeededFuture();
        }
        to.setStatusCode(from.statusCode());
        String type = from.getHeader("Content-Type");
        to.putHeader("Content-Type", type == null ? "text/plain" : type);
        to.setChunked(true);
        to.closeHandler(closed -> from.request().reset());
        to.writeHead();
        return from.pipeTo(to).onFailure(broken -> from.request().reset());
    }

    private static String query(HttpServerRequest request) {
        String query = request.query();
        return query == null || query.isEmpty() ? "" : "?" + query;
    }

    private static Throwable unreachable(NodeAddress agent, Throwable failure) {
        return Failures.internal(
                        "error dialing backend: " + agent.host() + ":" + agent.port() + ": " + failure.getMessage())
                .exception();
    }
}
