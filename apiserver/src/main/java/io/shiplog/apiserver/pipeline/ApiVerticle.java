package io.shiplog.apiserver.pipeline;

import io.netty.handler.codec.TooLongFrameException;
import io.shiplog.apiserver.authn.Identity;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of the connections. All instances listen on one port. */
public final class ApiVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ApiVerticle.class);

    private final HttpServerOptions options;
    private final Dispatcher dispatcher;
    private final Predicate<Identity> revoked;
    private final Limits limits;
    private final ConnectionCounts counts;
    private @Nullable HttpServer server;

    /** @param counts shared by all instances */
    ApiVerticle(HttpServerOptions options, Limits limits, ConnectionCounts counts, Api api) {
        this.options = options;
        this.limits = limits;
        this.counts = counts;
        this.dispatcher = api.dispatcher();
        this.revoked = api::isRevoked;
    }

    @Override
    public Future<?> start() {
        Connections own = new Connections(vertx, limits, counts, revoked);
        HttpServer fresh = vertx.createHttpServer(options)
                .exceptionHandler(broken -> LOG.debug("a connection broke: {}", broken.toString()))
                .connectionHandler(opened -> own.opened(opened, identity(opened.sslSession())))
                .invalidRequestHandler(ApiVerticle::refuse)
                .requestHandler(request -> dispatcher.dispatch(request, own, context));
        server = fresh;
        return fresh.listen();
    }

    @Override
    public Future<?> stop() {
        HttpServer running = server;
        return running == null ? Future.succeededFuture() : running.close();
    }

    /** The port that is listened on, 0 before the start. */
    public int port() {
        HttpServer running = server;
        return running == null ? 0 : running.actualPort();
    }

    /** Makes the instances of one server. */
    public static Supplier<ApiVerticle> of(HttpServerOptions options, Limits limits, Api api) {
        ConnectionCounts counts = new ConnectionCounts(limits.connections());
        return () -> new ApiVerticle(options, limits, counts, api);
    }

    /** Answers a request that HTTP/1.1 cannot make out, in the words of Go's server. */
    private static void refuse(HttpServerRequest request) {
        boolean tooLong = request.decoderResult().cause() instanceof TooLongFrameException;
        String text = tooLong ? "431 Request Header Fields Too Large" : "400 Bad Request";
        request.response()
                .setStatusCode(tooLong ? 431 : 400)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Connection", "close")
                .end(text)
                .onComplete(sent -> request.connection().close());
    }

    private static @Nullable Identity identity(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            return Identity.of(session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            // The client showed no certificate: its requests are answered with 401.
            return null;
        }
    }
}
