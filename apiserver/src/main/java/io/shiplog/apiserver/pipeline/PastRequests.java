package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.discovery.DiscoveryDocuments;
import io.shiplog.apiserver.discovery.Health;
import io.shiplog.apiserver.metrics.RequestMetrics;
import io.shiplog.apiserver.read.PastStates;
import io.shiplog.apiserver.read.Reads;
import io.shiplog.apiserver.render.Rendering;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.request.RequestPath;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.status.JournalFailures;
import io.shiplog.apiserver.watch.PastChanges;
import io.shiplog.apiserver.watch.WatchServer;
import io.shiplog.journal.past.MomentName;
import io.shiplog.journal.past.Moments;
import io.shiplog.journal.past.PastMoment;
import io.shiplog.journal.replica.Replica;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.pod.Pods;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Requests below {@code /at/<moment>}: answered as they would have been at that moment, by the handlers of the present
 * over the state of then. Nothing can be written there. What is allowed is decided by who may read the same now.
 */
final class PastRequests {
    private static final Set<String> STREAMS = Set.of("log", "exec", "attach", "portforward");

    private final Vertx vertx;
    private final Moments moments;
    private final Replica replica;
    private final Shared shared;

    /**
     * What requests of the past share with those of the present.
     *
     * @param scans where many objects are looked at
     * @param authorizer says what may be read now
     * @param authentication says whose a token is now
     * @param key signs the tokens of service accounts
     */
    record Shared(
            WatchServer watches,
            DiscoveryDocuments.Current documents,
            Health health,
            RequestMetrics metrics,
            BodyDecoder bodies,
            Executor scans,
            Responder responder,
            RequestAuthorizer authorizer,
            Authentication authentication,
            TokenKey key) {}

    PastRequests(Vertx vertx, Moments moments, Replica replica, Shared shared) {
        this.vertx = vertx;
        this.moments = moments;
        this.replica = replica;
        this.shared = shared;
    }

    /**
     * Serves a request.
     *
     * @param moment as the URL names it
     * @param path what follows it
     */
    void serve(Incoming incoming, String moment, String path) {
        if (incoming.actor().equals(Identity.ANONYMOUS) && !RequestAuthorizer.isPublic(path)) {
            throw Failures.unauthorized().exception();
        }
        if (!isRead(incoming.request(), path)) {
            throw Failures.pastIsOver().exception();
        }
        double speed = speed(incoming.query());
        HttpServerRequest request = incoming.request();
        request.pause();
        found(moment)
                .whenComplete((found, failure) -> incoming.context().runOnContext(on -> {
                    if (found != null) {
                        at(found, speed).serve(incoming, path);
                    } else if (RequestPath.parse(path) instanceof RequestPath.NonResource) {
                        // kubectl asks for these first, and of a failure here it shows no message: the one that it
                        // shows is that
                        // of the objects, which it asks for next.
                        at(new PastMoment(replica.state(), Instant.now()), speed)
                                .serve(incoming, path);
                    } else {
                        shared.responder()
                                .fail(request.response(), JournalFailures.explained(failure), Representation.JSON);
                    }
                    request.resume();
                }));
    }

    private CompletableFuture<PastMoment> found(String moment) {
        return MomentName.parse(moment)
                .map(moments::at)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        Failures.badRequest("\"" + moment + "\" is no moment: a moment is " + MomentName.FORMS)
                                .exception()));
    }

    /** Reviews are sent with POST, and nothing of them is kept. */
    private static boolean isRead(HttpServerRequest request, String path) {
        return request.method() == HttpMethod.GET
                || request.method() == HttpMethod.HEAD
                || request.method() == HttpMethod.POST
                        && (path.startsWith("/apis/authorization.k8s.io/")
                                || path.startsWith("/apis/authentication.k8s.io/"));
    }

    private static double speed(Query query) {
        String text = query.text("speed");
        try {
            double speed = text.isEmpty() ? 0 : Double.parseDouble(text);
            if (speed >= 0 && speed <= 1e9) {
                return speed;
            }
        } catch (NumberFormatException e) {
            throw Failures.badRequest("speed is no number: \"" + text + "\"").exception();
        }
        throw Failures.badRequest("speed is not between 0 and a billion: \"" + text + "\"")
                .exception();
    }

    private Dispatcher at(PastMoment moment, double speed) {
        InstantSource then = InstantSource.fixed(moment.time());
        Rendering rendering = new Rendering(then);
        Responder responder = shared.responder().with(rendering);
        Reads reads = new Reads(new PastStates(moment.state(), moments), shared.scans());
        Supplier<Kinds> kinds = () -> Kinds.of(moment.state());
        WatchServer watches = shared.watches().over(new PastChanges(moments, replica, speed), reads, rendering);
        Operations operations = new Operations();
        ReadHandlers.addTo(
                operations,
                new ReadHandlers(reads),
                new WatchHandlers(watches),
                new ReviewHandlers(shared.bodies(), shared.authorizer(), shared.authentication(), then));
        STREAMS.forEach(stream -> operations.add("get", Pods.RESOURCE, stream, PastRequests::refuseStream));
        NonResources nonResources = new NonResources(
                vertx,
                () -> shared.documents().of(kinds.get()),
                shared.health(),
                shared.metrics(),
                shared.key(),
                responder);
        return Dispatcher.ofPast(kinds, operations, nonResources, responder, shared.metrics(), shared.authorizer());
    }

    private static CompletionStage<Answer> refuseStream(Call call) {
        throw Failures.methodNotSupported(
                        call.target().named(),
                        "what a container printed, and what ran in it, is not kept: there is no "
                                + call.target().subresource() + " of the past")
                .exception();
    }
}
