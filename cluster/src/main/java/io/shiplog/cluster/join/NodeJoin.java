package io.shiplog.cluster.join;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.join.JoinRequest;
import io.shiplog.apiserver.join.Joined;
import io.shiplog.apiserver.join.Whereabouts;
import io.shiplog.cluster.pki.CertificateRequest;
import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's way into a cluster, and how it stays in. The private key is made here and sent nowhere. Blocks. */
public final class NodeJoin {
    private static final Logger LOG = LoggerFactory.getLogger(NodeJoin.class);
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final int CONFLICT = 409;
    private static final byte[] NOTHING = new byte[0];
    private static final List<String> GROUPS = List.of("system:nodes");

    private final Path folder;
    private final String node;
    private final List<String> addresses;

    /**
     * @param folder the node's own
     * @param addresses where its servers listen
     */
    public NodeJoin(Path folder, String node, List<String> addresses) {
        this.folder = folder;
        this.node = node;
        this.addresses = List.copyOf(addresses);
    }

    /**
     * Joins, waiting for the API server.
     *
     * @param trust whom the node trusts until it has joined
     * @throws ApiCaller.RefusedException when the server refuses the token or the node
     * @throws IllegalStateException when it does not answer for {@code patience}, or is not the one to be trusted
     */
    public Membership join(String server, SSLContext trust, String token, Duration patience) {
        var request = request();
        long deadline = System.nanoTime() + patience.toNanos();
        String waiting = "";
        while (true) {
            try (var caller = ApiCaller.withToken(server, trust, token)) {
                return kept(server, request, post(caller, request));
            } catch (SSLException e) {
                throw new IllegalStateException("the server " + server + " is not to be trusted: " + e.getMessage(), e);
            } catch (IOException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("the server " + server + " does not answer: " + e, e);
                }
                waiting = told(waiting, "for " + server);
            } catch (ApiCaller.RefusedException e) {
                // A node that was heard of a moment ago may be this one's predecessor.
                if (e.code() != CONFLICT || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                waiting = told(waiting, "until " + server + " misses the node of this name: " + e.getMessage());
            }
            pause();
        }
    }

    private static String told(String before, String what) {
        if (!what.equals(before)) {
            LOG.info("waiting {}", what);
        }
        return what;
    }

    /**
     * What a node that has joined is to go on with: at another place if the cluster has moved, with a new certificate
     * if the present one is about to expire, and as it is as long as no API server answers.
     *
     * @return {@code current} itself when nothing has changed
     */
    public Membership refreshed(Membership current, Instant now) {
        try (var caller = caller(current)) {
            if (current.isToBeRenewed(now)) {
                return renewed(current, caller);
            }
            Whereabouts where = Whereabouts.read(Json.parse(caller.send("GET", path(), NOTHING)));
            if (where.equals(current.joined().where())) {
                return current;
            }
            Membership moved = current.at(where);
            moved.keep();
            return moved;
        } catch (IOException e) {
            LOG.debug("{} does not answer", current.server(), e);
            return current;
        } catch (ApiCaller.RefusedException e) {
            LOG.warn("the cluster does not know the node {} any more: {}", node, e.getMessage());
            return current;
        }
    }

    /**
     * A new certificate and new credentials of Kafka for a node whose Kafka does not take those that it has.
     *
     * @throws IllegalStateException when no API server answers, or it refuses
     */
    public Membership renewed(Membership current) {
        try (var caller = caller(current)) {
            return renewed(current, caller);
        } catch (IOException | ApiCaller.RefusedException e) {
            throw new IllegalStateException("the node " + node + " gets no new credentials: " + e.getMessage(), e);
        }
    }

    private Membership renewed(Membership current, ApiCaller caller) throws IOException {
        var request = request();
        LOG.info("renewing the certificate of {}", node);
        return kept(current.server(), request, post(caller, request));
    }

    /** A client that is the node. */
    private static ApiCaller caller(Membership member) {
        return ApiCaller.of(
                member.server(),
                ClientTls.certified(member.joined().authority(), member.joined().certificate(), member.key()));
    }

    private CertificateRequest request() {
        return CertificateRequest.make(Identity.NODE + node, GROUPS);
    }

    private Joined post(ApiCaller caller, CertificateRequest request) throws IOException {
        return Joined.read(caller.send("POST", path(), new JoinRequest(node, request.request(), addresses).body()));
    }

    private Membership kept(String server, CertificateRequest request, Joined joined) {
        var membership = new Membership(folder, server, node, request.key(), joined);
        membership.keep();
        return membership;
    }

    private String path() {
        return RequestAuthorizer.JOINING + node;
    }

    private static void pause() {
        try {
            Thread.sleep(PACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the node joined", e);
        }
    }
}
