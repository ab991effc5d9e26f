package io.shiplog.apiserver.pipeline;

import io.netty.channel.ChannelPipeline;
import io.shiplog.apiserver.authn.Identity;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop, which owns it: closes those that let the server wait for too long, are too many of
 * one client or of one whose certificate was taken back, with whatever is underway on them, and gives up bodies and
 * answers that do not come.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** What Vert.x has in a connection's pipeline for files. */
    private static final String FILES = "chunkedWriter";

    private final Limits limits;
    private final ConnectionCounts counts;
    private final Predicate<Identity> revoked;
    /** Who is at the other end of each connection; a connection stays on its event loop. */
    private final Map<HttpConnection, Peer> peers = new IdentityHashMap<>();

    /** What is to be done when a request that is underway is over, by its answer. */
    private final Map<HttpServerResponse, Runnable> underway = new IdentityHashMap<>();

    private final Deadlines bodies = new Deadlines();
    private final Deadlines answers = new Deadlines();

    /** @param revoked whose certificate is not good any more */
    Connections(Vertx vertx, Limits limits, ConnectionCounts counts, Predicate<Identity> revoked) {
        this.limits = limits;
        this.counts = counts;
        this.revoked = revoked;
        vertx.setPeriodic(limits.look().toMillis(), look -> sweep());
    }

    /** Takes a connection in, or closes it at once. */
    void opened(HttpConnection connection, @Nullable Identity identity) {
        SocketAddress remote = connection.remoteAddress();
        // Null when it has closed in the meantime.
        String client = ConnectionCounts.client(identity, remote == null ? "" : String.valueOf(remote.hostAddress()));
        boolean allowed = counts.opened(client, identity);
        Peer peer = new Peer(identity, connection instanceof Http1ServerConnection, System::nanoTime);
        peers.put(connection, peer);
        connection.exceptionHandler(broken -> LOG.debug("a connection of {} broke: {}", client, broken.toString()));
        if (connection instanceof Http1ServerConnection plain) {
            ChannelPipeline pipeline = plain.channel().pipeline();
            pipeline.addBefore("httpDecoder", "peer", peer);
            if (pipeline.get(FILES) != null) {
                // It queues each write once more, for files, of which none is sent.
                pipeline.remove(FILES);
            }
            // One that was taken from HTTP, as for exec, says by its channel alone that it is closed.
            plain.channel().closeFuture().addListener(closed -> closed(connection, client));
        } else {
            connection.closeHandler(closed -> closed(connection, client));
        }
        if (!allowed) {
            LOG.warn("{} has too many connections: one more is closed", client);
            connection.close();
        }
    }

    private void closed(HttpConnection connection, String client) {
        peers.remove(connection);
        counts.closed(client);
    }

    /**
     * Notes that a request has come; who sent it, null when the connection showed no credentials.
     *
     * @param over is run once it has ended, or its client has broken it off
     */
    @Nullable
    Identity began(HttpServerRequest request, Runnable over) {
        Peer peer = peers.get(request.connection());
        if (peer == null) {
            return null;
        }
        peer.began();
        request.exceptionHandler(broken -> LOG.debug("a request broke off: {}", broken.toString()));
        HttpServerResponse response = request.response();
        response.exceptionHandler(broken -> LOG.debug("an answer broke off: {}", broken.toString()));
        underway.put(response, () -> {
            peer.ended();
            over.run();
        });
        response.endHandler(ended -> over(response));
        return peer.identity();
    }

    private void over(HttpServerResponse response) {
        Runnable then = underway.remove(response);
        if (then != null) {
            then.run();
        }
    }

    /** The bodies that are being read. */
    Deadlines bodies() {
        return bodies;
    }

    /** The answers that handlers have still to give. */
    Deadlines answers() {
        return answers;
    }

    private void sweep() {
        // An answer that its client breaks off calls no end handler (Vert.x 5.2).
        underway.keySet().stream().filter(HttpServerResponse::closed).toList().forEach(this::over);
        List<HttpConnection> over = new ArrayList<>();
        peers.forEach((connection, peer) -> {
            Identity identity = peer.identity();
            if (peer.isOverdue(limits) || identity != null && revoked.test(identity)) {
                over.add(connection);
            }
        });
        for (HttpConnection connection : over) {
            peers.remove(connection);
            connection.close();
        }
        bodies.sweep(limits.body());
        answers.sweep(limits.answer());
    }
}
