package io.shiplog.agent.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.shiplog.agent.NodeAgentSettings;
import io.shiplog.agent.worker.NodeWorker;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The agent's two HTTP servers. They listen from the start, so that their ports are known, and serve once told the
 * nodes.
 */
public final class AgentServers implements AutoCloseable {
    private static final int MAX_FRAME_BYTES = 4 << 20;
    private static final int MAX_MESSAGE_BYTES = 32 << 20;

    private final ServedPods pods = new ServedPods();
    private final AgentMetrics metrics = new AgentMetrics(pods);
    private final Blocking blocking = new Blocking();
    private final @Nullable HttpServer secure;
    private final @Nullable HttpServer readOnly;

    /** @throws RuntimeException when a port is taken or a PEM file cannot be read */
    public AgentServers(Vertx vertx, NodeAgentSettings.Listen listen, InstantSource clock) {
        var forAll = new ReadRequests(PublicPod::of, pods, metrics, blocking, clock);
        readOnly = listen.readOnlyPort() < 0
                ? null
                : vertx.createHttpServer()
                        .requestHandler(request -> Replies.guard(request, () -> forAll.handle(request)))
                        .listen(listen.readOnlyPort(), listen.address())
                        .await();
        NodeAgentSettings.Pem pem = listen.pem();
        if (pem == null || listen.securePort() < 0) {
            secure = null;
            return;
        }
        var logs = new LogRequests(pods, blocking, clock);
        var commands = new RemoteCommands(vertx, pods, blocking);
        var ports = new PortForwards(vertx, pods);
        var reads = new ReadRequests(UnaryOperator.identity(), pods, metrics, blocking, clock);
        var routes = new SecureRoutes(reads, logs, commands, ports);
        secure = vertx.createHttpServer(options(pem))
                .requestHandler(request -> Replies.guard(request, () -> routes.handle(request)))
                .listen(listen.securePort(), listen.address())
                .await();
    }

    private static HttpServerOptions options(NodeAgentSettings.Pem pem) {
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(pem.certificate().toString())
                        .setKeyPath(pem.key().toString()))
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(pem.authority().toString()))
                .setClientAuth(ClientAuth.REQUIRED)
                .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setWebSocketSubProtocols(List.of(
                        Channels.V5, Channels.V4, SpdyWire.PROTOCOL, ForwardedPorts.PROTOCOL, ForwardedPorts.OLD_NAME));
    }

    /** Where the nodes tell of themselves. */
    public MeterRegistry registry() {
        return metrics.registry();
    }

    /** Begins to serve nodes. */
    public void serve(List<NodeWorker> served) {
        metrics.name(served);
        pods.serve(served);
    }

    /** The port of the authenticated server, 0 when there is none. */
    public int securePort() {
        return secure == null ? 0 : secure.actualPort();
    }

    /** The port of the read-only server, 0 when there is none. */
    public int readOnlyPort() {
        return readOnly == null ? 0 : readOnly.actualPort();
    }

    @Override
    public void close() {
        if (secure != null) {
            secure.close().await();
        }
        if (readOnly != null) {
            readOnly.close().await();
        }
        blocking.close();
        metrics.close();
    }
}
