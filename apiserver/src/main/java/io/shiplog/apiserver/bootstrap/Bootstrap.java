package io.shiplog.apiserver.bootstrap;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.write.Writer;
import io.shiplog.journal.Origin;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.write.ObjectChange;
import io.shiplog.resources.write.Replacement.Part;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates what is missing, and puts the server among the endpoints of the API. Several servers may do so at once: one
 * creates, the others find it there.
 */
public final class Bootstrap {
    private static final Origin SELF =
            new Origin("system:apiserver", List.of("system:masters"), "create", "shiplog-apiserver");

    private static final Writer.Session SESSION = new Writer.Session(SELF, Runnable::run, false, "");

    private final Writer writer;
    private final Kinds kinds;

    private Bootstrap(Writer writer, Kinds kinds) {
        this.writer = writer;
        this.kinds = kinds;
    }

    /**
     * Creates what is missing; returns when all of it is there.
     *
     * @param kinds the kinds of the cluster
     * @param serviceRange the addresses of Services, {@code 10.N.0.0/16}
     * @param address where this server is reached, for the endpoints of the {@code kubernetes} service
     * @param port its port there
     * @throws ApiException when something can be created neither by this server nor by another
     */
    public static void run(Writer writer, Kinds kinds, String serviceRange, String address, int port) {
        Bootstrap bootstrap = new Bootstrap(writer, kinds);
        SystemObjects.first().forEach(bootstrap::create);
        SystemObjects.rest(serviceRange, address, port).forEach(bootstrap::create);
        bootstrap.change("v1", "Endpoints", endpoints -> ApiEndpoints.join(endpoints, address, port));
        bootstrap.change("discovery.k8s.io/v1", "EndpointSlice", slice -> ApiEndpoints.joinSlice(slice, address, port));
    }

    private void change(String apiVersion, String kind, UnaryOperator<ObjectNode> change) {
        RequestTarget target = new RequestTarget(kind(apiVersion, kind), "default", "kubernetes", "");
        writer.change(target, current -> new ObjectChange.Edited(change.apply(current)), Part.ALL, SESSION)
                .join();
    }

    private Kind kind(String apiVersion, String name) {
        Kind kind = kinds.byApiVersion(apiVersion, name);
        if (kind == null) {
            throw new IllegalArgumentException("no such kind: " + apiVersion + " " + name);
        }
        return kind;
    }

    private void create(ObjectNode object) {
        Kind kind =
                kind(object.path("apiVersion").asString(""), object.path("kind").asString(""));
        RequestTarget target = new RequestTarget(
                kind, object.path("metadata").path("namespace").asString(""), "", "");
        try {
            writer.create(target, object, SESSION).join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ApiException failure)
                    || failure.status().code() != 409) {
                throw e;
            }
        }
    }
}
