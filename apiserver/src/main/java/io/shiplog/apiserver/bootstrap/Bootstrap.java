package io.shiplog.apiserver.bootstrap;

import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.write.Operation;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.apiserver.write.WriteGuard;
import io.shiplog.apiserver.write.Writer;
import io.shiplog.journal.Origin;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.View;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.service.ServiceMove;
import io.shiplog.resources.rbac.PolicyReconciliation;
import io.shiplog.resources.write.ObjectChange;
import io.shiplog.resources.write.Replacement.Part;
import io.shiplog.resources.write.WriteRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates what is missing, and puts the server among the endpoints of the API. Several servers may do so at once: one
 * creates, the others find it there.
 */
public final class Bootstrap {
    private static final Origin SELF =
            new Origin("system:apiserver", List.of("system:masters"), "create", "shiplog-apiserver");

    private static final Writer.Session SESSION = new Writer.Session(SELF, Runnable::run, false, "", WriteGuard.NONE);

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
        bootstrap.carryOut(
                new PolicyReconciliation(Instant.now(), () -> UUID.randomUUID().toString()));
        SystemObjects.rest(serviceRange, address, port).forEach(bootstrap::create);
        bootstrap.change("v1", "Endpoints", endpoints -> ApiEndpoints.join(endpoints, address, port));
        bootstrap.change("discovery.k8s.io/v1", "EndpointSlice", slice -> ApiEndpoints.joinSlice(slice, address, port));
    }

    /**
     * Gives every Service an address of {@code serviceRange} that has none there; returns when all have.
     *
     * @param view the cluster as it is
     * @return how many had none
     * @throws ApiException when one can have none
     */
    public static int moveServices(Writer writer, Supplier<? extends View> view, String serviceRange) {
        run(writer, current -> ServiceMove.to(current, serviceRange));
        int moved = 0;
        // A Service that was made meanwhile may still have got an address of the range before.
        for (List<ObjectKey> left = ServiceMove.left(view.get()); !left.isEmpty(); ) {
            left.forEach(service -> run(writer, current -> ServiceMove.of(current, service)));
            moved += left.size();
            left = ServiceMove.left(view.get());
        }
        return moved;
    }

    private static void run(Writer writer, WriteRequest request) {
        unless(
                404,
                writer.run(
                        new Operation(
                                request,
                                done -> new Reply.Document(200, done.object().json())),
                        SESSION));
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

    private void carryOut(WriteRequest request) {
        writer.run(
                        new Operation(
                                request,
                                done -> new Reply.Document(200, done.object().json())),
                        SESSION)
                .join();
    }

    private void create(ObjectNode object) {
        Kind kind =
                kind(object.path("apiVersion").asString(""), object.path("kind").asString(""));
        RequestTarget target = new RequestTarget(
                kind, object.path("metadata").path("namespace").asString(""), "", "");
        unless(409, writer.create(target, object, SESSION));
    }

    /** Waits for a reply; a failure with {@code code} is as good as one. */
    private static void unless(int code, CompletableFuture<Reply> reply) {
        try {
            reply.join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ApiException failure)
                    || failure.status().code() != code) {
                throw e;
            }
        }
    }
}
