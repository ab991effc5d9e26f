package io.shiplog.agent.server;

import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The authenticated server's paths. Whoever shows a certificate of the cluster's authority learns that the server is
 * well; only members of {@code system:masters}, as the API servers are, may see pods, read logs and reach into
 * containers: another node's certificate opens nothing of this one.
 */
final class SecureRoutes {
    private static final String ORGANIZATION = "O";
    private static final String MASTERS = "system:masters";

    private final ReadRequests reads;
    private final LogRequests logs;
    private final RemoteCommands commands;
    private final PortForwards ports;

    SecureRoutes(ReadRequests reads, LogRequests logs, RemoteCommands commands, PortForwards ports) {
        this.reads = reads;
        this.logs = logs;
        this.commands = commands;
        this.ports = ports;
    }

    void handle(HttpServerRequest request) {
        List<String> path = Arrays.stream(request.path().substring(1).split("/", -1))
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList();
        switch (path.getFirst()) {
            case "containerLogs" -> {
                require(request, path, 4);
                logs.handle(request, path.get(1), path.get(2), path.get(3));
            }
            case "exec" -> {
                require(request, path, 4);
                commands.exec(request, path.get(1), path.get(2), path.get(3));
            }
            case "attach" -> {
                require(request, path, 4);
                commands.attach(request, path.get(1), path.get(2), path.get(3));
            }
            case "run" -> {
                require(request, path, 4);
                commands.run(request, path.get(1), path.get(2), path.get(3));
            }
            case "portForward" -> {
                require(request, path, 3);
                ports.handle(request, path.get(1), path.get(2));
            }
            case "healthz" -> reads.handle(request);
            default -> {
                requireMaster(request);
                reads.handle(request);
            }
        }
    }

    private static void require(HttpServerRequest request, List<String> path, int parts) {
        if (path.size() != parts) {
            throw RequestException.notFound("the node agent does not serve " + request.path());
        }
        requireMaster(request);
    }

    private static void requireMaster(HttpServerRequest request) {
        if (!master(request.connection().sslSession())) {
            throw new RequestException(403, "Forbidden", "only API servers may do this");
        }
    }

    private static boolean master(SSLSession session) {
        try {
            return master(new LdapName(session.getPeerPrincipal().getName()));
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return false;
        }
    }

    /**
     * Whether one of a subject's organizations is the masters'. Its parts are taken apart, not the text that shows
     * them.
     */
    static boolean master(LdapName subject) {
        return subject.getRdns().stream()
                .flatMap(part -> Collections.list(part.toAttributes().getAll()).stream())
                .anyMatch(SecureRoutes::isMasters);
    }

    private static boolean isMasters(Attribute attribute) {
        try {
            return attribute.getID().equalsIgnoreCase(ORGANIZATION) && MASTERS.equals(attribute.get());
        } catch (NamingException e) {
            return false;
        }
    }
}
