package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the connections. All instances listen on one port. */
public final class ApiVerticle extends VerticleBase {
    private final HttpServerOptions options;
    private final Dispatcher dispatcher;
    /**
     * Who is at the other end of each connection; a connection stays on its event loop. One that was taken from HTTP, as for
     * exec, never says that it is closed: it goes with its last reference.
     */
    private final Map<HttpConnection, Identity> identities = new WeakHashMap<>();

    private @Nullable HttpServer server;

    public ApiVerticle(HttpServerOptions options, Api api) {
        this.options = options;
        this.dispatcher = api.dispatcher();
    }

    @Override
    public Future<?> start() {
        HttpServer fresh =
                vertx.createHttpServer(options).connectionHandler(this::opened).requestHandler(this::handle);
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

    private void opened(HttpConnection connection) {
        Identity identity = identity(connection.sslSession());
        if (identity != null) {
            identities.put(connection, identity);
            connection.closeHandler(closed -> identities.remove(connection));
        }
    }

    private void handle(HttpServerRequest request) {
        dispatcher.dispatch(request, identities.get(request.connection()), context);
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
