package io.shiplog.apiserver;

import io.shiplog.apiserver.bootstrap.Bootstrap;
import io.shiplog.apiserver.pipeline.Api;
import io.shiplog.apiserver.pipeline.ApiVerticle;
import io.shiplog.apiserver.pipeline.AuditTrails;
import io.shiplog.apiserver.tunnel.NodeProxy;
import io.shiplog.journal.Role;
import io.shiplog.journal.past.Moments;
import io.shiplog.journal.replica.Replica;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running API server. Many may run on one journal, all active. */
public final class ApiServer implements Role {
    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

    /** Documents that take long to make are made when the start's own work is done. */
    private static final Duration DOCUMENTS_AFTER = Duration.ofSeconds(3);

    /** How long the head of a request may be: what Go's server takes, and with it upstream's. */
    private static final int HEAD_BYTES = 1024 * 1024;

    /** How many requests may be open on one HTTP/2 connection, as upstream has it. */
    private static final int STREAMS = 100;

    /**
     * How many requests a client may take back on one connection within a second before that is an attack. A client of
     * informers cancels all of its watches at once; one that floods sends tens of thousands.
     */
    private static final int CANCELLED_PER_SECOND = 5_000;

    private static final long LEAST_CACHE_BYTES = 32L << 20;

    private final Vertx vertx;
    private final Api api;
    private final int port;
    private final Replica replica;
    private final Moments moments;

    private ApiServer(Vertx vertx, Api api, Replica replica, Moments moments, int port) {
        this.moments = moments;
        this.vertx = vertx;
        this.replica = replica;
        this.api = api;
        this.port = port;
    }

    /**
     * Starts a server and creates what every cluster has and this one lacks. Returns when it listens.
     *
     * @throws IllegalStateException when it cannot listen or a certificate cannot be read
     */
    public static ApiServer start(ApiServerSettings settings) {
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        vertx.exceptionHandler(fault -> LOG.error("an event loop met with a fault", fault));
        try {
            Replica replica = settings.replica().get();
            int port = settings.port() == 0 ? freePort(settings.bindAddress()) : settings.port();
            Moments moments = new Moments(settings.archive(), replica::state, InstantSource.system(), cacheBytes());
            Api api = new Api(
                    vertx,
                    replica,
                    moments,
                    settings.advertisedAddress() + ":" + port,
                    reads -> NodeProxy.to(vertx, reads, settings.tls()).streams(),
                    settings.metrics(),
                    settings.joining(),
                    new AuditTrails(settings.audit(), InstantSource.system()),
                    settings.tokenKey(),
                    InstantSource.system());
            HttpServerOptions options = options(settings, port);
            vertx.deployVerticle(
                            ApiVerticle.of(options, settings.limits(), api),
                            new DeploymentOptions().setInstances(loops))
                    .await();
            Bootstrap.run(api.writer(), api.kinds(), settings.serviceRange(), settings.advertisedAddress(), port);
            vertx.setTimer(DOCUMENTS_AFTER.toMillis(), timer -> vertx.executeBlocking(api::prepareDocuments));
            return new ApiServer(vertx, api, replica, moments, port);
        } catch (RuntimeException e) {
            vertx.close();
            throw new IllegalStateException("the API server cannot start: " + e.getMessage(), e);
        }
    }

    /** Complete: one that has started serves. */
    @Override
    public CompletableFuture<Void> running() {
        return CompletableFuture.completedFuture(null);
    }

    /** Whether its replica follows the journal, and writes are taken. */
    @Override
    public boolean ready() {
        return replica.isRunning() && replica.refusal().isEmpty();
    }

    /** Completes when its replica ends. */
    @Override
    public CompletableFuture<Throwable> ended() {
        return replica.ended();
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /**
     * Gives the cluster's Services addresses of a range, {@code 10.N.0.0/16}, that have others. Returns when all have.
     *
     * @return how many had others
     */
    public int moveServices(String range) {
        return Bootstrap.moveServices(api.writer(), replica::state, range);
    }

    /** Ends watches and connections. The replica stays open. */
    @Override
    public void close() {
        api.close();
        vertx.close().await();
        moments.close();
    }

    /** How much of the past is kept at hand. */
    private static long cacheBytes() {
        return Math.max(LEAST_CACHE_BYTES, Runtime.getRuntime().maxMemory() / 8);
    }

    private static HttpServerOptions options(ApiServerSettings settings, int port) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.bindAddress())
                .setPort(port)
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(settings.tls().certificate().toString())
                        .setKeyPath(settings.tls().key().toString()))
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(settings.tls().clientCa().toString()))
                .setClientAuth(ClientAuth.REQUEST)
                .setTcpNoDelay(true)
                // Beside a long piece of work on the same event loop, a handshake may wait.
                .setSslHandshakeTimeout(30)
                .setMaxHeaderSize(HEAD_BYTES)
                .setMaxInitialLineLength(HEAD_BYTES)
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS).setMaxHeaderListSize(HEAD_BYTES))
                .setHttp2RstFloodWindowDuration(1)
                .setHttp2RstFloodMaxRstFramePerWindow(CANCELLED_PER_SECOND)
                .setWebSocketSubProtocols(NodeProxy.PROTOCOLS)
                // As upstream: what would compress frames looks at every request and answer.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        TlsEngine.choose(options);
        return options;
    }

    /** A port that nobody listens on now. */
    private static int freePort(String address) {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
