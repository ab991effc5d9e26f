package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.ask.Asker;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.Impersonation;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.metrics.RequestMetrics;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.request.RequestPath;
import io.shiplog.apiserver.request.RequestTarget;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.rbac.AccessAttributes;
import io.shiplog.resources.selector.FieldRequirement;
import io.shiplog.resources.selector.FieldSelectors;
import io.shiplog.resources.selector.SelectorException;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request from the wire to its handler: who asks, what for, whether that is allowed, which row of the table
 * serves it; then the body, then the answer.
 */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Set<String> LONG_RUNNING = Set.of("attach", "exec", "log", "portforward", "proxy");

    private final Supplier<Kinds> kinds;
    private final Operations operations;
    private final NonResources nonResources;
    private final Responder responder;
    private final RequestMetrics metrics;
    private final RequestAuthorizer authorizer;
    private final @Nullable Present present;

    /**
     * What only the present has: a dispatcher of a past moment has none.
     *
     * @param past serves what is below a past moment
     * @param questions serves what is asked about the past as a whole
     * @param nodes serves nodes that join
     * @param authentication who makes a request
     * @param consulting who is asked about its writes
     */
    record Present(
            PastRequests past,
            QuestionRequests questions,
            NodeRequests nodes,
            Authentication authentication,
            Consulting consulting) {}

    private Dispatcher(
            Supplier<Kinds> kinds,
            Operations operations,
            NonResources nonResources,
            Responder responder,
            RequestMetrics metrics,
            RequestAuthorizer authorizer,
            @Nullable Present present) {
        this.authorizer = authorizer;
        this.kinds = kinds;
        this.operations = operations;
        this.nonResources = nonResources;
        this.responder = responder;
        this.metrics = metrics;
        this.present = present;
    }

    /** @param kinds the kinds of the moment */
    static Dispatcher ofPresent(
            Supplier<Kinds> kinds,
            Operations operations,
            NonResources nonResources,
            Responder responder,
            RequestMetrics metrics,
            RequestAuthorizer authorizer,
            Present present) {
        return new Dispatcher(kinds, operations, nonResources, responder, metrics, authorizer, present);
    }

    /** @param kinds the kinds of then */
    static Dispatcher ofPast(
            Supplier<Kinds> kinds,
            Operations operations,
            NonResources nonResources,
            Responder responder,
            RequestMetrics metrics,
            RequestAuthorizer authorizer) {
        return new Dispatcher(kinds, operations, nonResources, responder, metrics, authorizer, null);
    }

    /**
     * Serves one request.
     *
     * @param connections those of the request's event loop
     */
    void dispatch(HttpServerRequest request, Connections connections, Context context) {
        Identity certified = connections.began(request, () -> responder.trails().ended(request.response()));
        request.response().putHeader(Call.AUDIT_ID, UUID.randomUUID().toString());
        try {
            String queryText = request.query();
            Query query = Query.parse(queryText == null ? "" : queryText);
            Identity identity = authenticated(request, certified, query);
            responder.trails().received(request, identity, query);
            Identity actor = acting(identity, request);
            responder.trails().acts(request.response(), actor);
            serve(new Incoming(request, actor, connections, context, query), request.path());
        } catch (RuntimeException | Error e) {
            responder.fail(request.response(), e, Representation.JSON);
        }
    }

    /** Who sent it; a refusal of what it shows is told of, too. */
    private Identity authenticated(HttpServerRequest request, @Nullable Identity certified, Query query) {
        try {
            Identity known = present == null
                    ? certified
                    : present.authentication().of(certified, request.getHeader("Authorization"));
            return known == null ? Identity.ANONYMOUS : known;
        } catch (ApiException e) {
            responder.trails().received(request, null, query);
            throw e;
        }
    }

    /** Serves a request for {@code path}. */
    void serve(Incoming incoming, String path) {
        HttpServerRequest request = incoming.request();
        Representation representation = Representation.JSON;
        try {
            switch (RequestPath.parse(path)) {
                case RequestPath.NonResource(String plain) -> nonResource(incoming, plain);
                case RequestPath.Past(String moment, String rest) -> past(incoming, moment, rest);
                case RequestPath.Resource resource -> {
                    // What a proxied request accepts is between the client and whom it asks.
                    Representation negotiated = head(resource.subresource()).equals("proxy")
                            ? Representation.JSON
                            : Representation.negotiate(accept(request), incoming.query());
                    representation = negotiated;
                    resource(incoming, path, resource, negotiated);
                }
            }
        } catch (RuntimeException | Error e) {
            responder.fail(request.response(), e, representation);
        }
    }

    private void past(Incoming incoming, String moment, String rest) {
        if (present == null) {
            throw Failures.unknownResource().exception();
        }
        present.past().serve(incoming, moment, rest);
    }

    private void nonResource(Incoming incoming, String path) {
        HttpServerRequest request = incoming.request();
        Identity who = authorize(
                incoming, AccessAttributes.toPath(request.method().name().toLowerCase(Locale.ROOT), path));
        if (present != null && path.startsWith(RequestAuthorizer.JOINING)) {
            String node = path.substring(RequestAuthorizer.JOINING.length());
            present.nodes().serve(request, who, incoming.connections(), node);
        } else if (present != null && path.startsWith(QuestionRequests.PREFIX)) {
            present.questions().serve(incoming, path);
        } else {
            nonResources.serve(request, path, incoming.query());
        }
    }

    private void resource(Incoming incoming, String url, RequestPath.Resource path, Representation representation) {
        HttpServerRequest request = incoming.request();
        String verb = Operations.verb(request.method(), path, incoming.query());
        Identity who = authorize(incoming, access(verb, path, url, incoming.query()));
        if (present == null && path.group().isEmpty() && path.resource().equals("secrets")) {
            authorize(incoming, access(Asker.READ_PAST, path, url, incoming.query()));
        }
        Kind kind = kinds.get().find(path.group(), path.version(), path.resource());
        if (kind == null || !isServed(path, kind)) {
            throw Failures.unknownResource().exception();
        }
        Handler handler = operations.find(verb, kind.resource(), head(path.subresource()));
        boolean itself = path.subresource().isEmpty();
        boolean misplaced = verb.equals("create")
                && (itself && !path.isCollection()
                        || kind.namespaced() && path.namespace().isEmpty());
        if (handler == null || misplaced || itself && !kind.can(verb)) {
            throw Failures.methodNotAllowed().exception();
        }
        // Reviews are answers, of which there are no rows.
        Representation shown =
                kind.stored() || !itself ? representation : Representation.plain(accept(request), incoming.query());
        RequestTarget target = new RequestTarget(kind.answered(), path.namespace(), path.name(), path.subresource());
        BodyReader.read(
                request,
                incoming.connections().bodies(),
                body -> responder.guarded(request.response(), shown, () -> {
                    responder.trails().sent(request.response(), body);
                    Call call = new Call(
                            request,
                            incoming.context(),
                            who,
                            kind,
                            target,
                            verb,
                            incoming.query(),
                            shown,
                            body,
                            authorizer,
                            present == null ? Consulting.NOBODY : present.consulting());
                    if (!kind.deprecation().isEmpty()) {
                        call.warn(kind.deprecation());
                    }
                    serve(handler, call, incoming.connections().answers());
                }),
                failure -> responder.fail(request.response(), failure, shown));
    }

    /** As upstream's RequestInfo: a Namespace lies in itself, and a list of one name is about that name. */
    private static AccessAttributes access(String verb, RequestPath.Resource path, String url, Query query) {
        boolean selects = verb.equals("list") || verb.equals("watch");
        Map<String, String> fields = selects ? selected(query.text("fieldSelector")) : Map.of();
        String name = path.name().isEmpty() ? fields.getOrDefault("metadata.name", "") : path.name();
        boolean namespace = path.group().isEmpty() && path.resource().equals("namespaces");
        return new AccessAttributes(
                verb,
                path.group(),
                path.resource(),
                head(path.subresource()),
                namespace ? path.name() : path.namespace(),
                name,
                url,
                fields);
    }

    /** The fields of which a selector wants one value; none when it cannot be read, which its handler tells. */
    private static Map<String, String> selected(String selector) {
        if (selector.isEmpty()) {
            return Map.of();
        }
        try {
            return FieldSelectors.parse(selector).requirements().stream()
                    .filter(wanted -> !wanted.negated())
                    .collect(Collectors.toMap(FieldRequirement::field, FieldRequirement::value, (one, other) -> one));
        } catch (SelectorException e) {
            return Map.of();
        }
    }

    /** Whether a path of a kind has the form that the kind's scope and subresources allow. */
    private static boolean isServed(RequestPath.Resource path, Kind kind) {
        boolean scopeFits = kind.namespaced()
                ? path.name().isEmpty() || !path.namespace().isEmpty()
                : path.namespace().isEmpty();
        String subresource = path.subresource();
        return scopeFits
                && (subresource.isEmpty()
                        || kind.has(subresource)
                        || subresource.startsWith("proxy/") && kind.has("proxy"));
    }

    private void serve(Handler handler, Call call, Deadlines answers) {
        long started = System.nanoTime();
        CompletionStage<? extends Answer> stage;
        try {
            stage = handler.handle(call);
        } catch (RuntimeException | Error e) {
            finish(call, null, e);
            return;
        }
        Deadlines.Awaited net = () -> giveUp(call);
        boolean waits = !isLongRunning(call) && !stage.toCompletableFuture().isDone();
        if (waits) {
            answers.add(net);
        }
        stage.whenComplete((answer, failure) -> {
            if (Vertx.currentContext() == call.context()) {
                answers.remove(net);
                finish(call, answer, failure);
            } else {
                call.context().runOnContext(on -> {
                    answers.remove(net);
                    finish(call, answer, failure);
                });
            }
            metrics.record(call.verb(), call.target().kind().resource().toString(), System.nanoTime() - started);
        });
    }

    /** Upstream's long-running requests, which have no deadline. */
    private static boolean isLongRunning(Call call) {
        return call.verb().equals("watch")
                || LONG_RUNNING.contains(head(call.target().subresource()));
    }

    /** Nobody has answered: says so, and hears nothing of it any more. */
    private void giveUp(Call call) {
        // Who has gone waits for nothing.
        if (call.end() && !call.request().response().closed()) {
            LOG.error("nothing has answered {} {}", call.verb(), call.request().path());
            responder.fail(
                    call,
                    Failures.timeout("request did not complete within the allotted timeout")
                            .exception());
        }
    }

    private void finish(Call call, @Nullable Answer answer, @Nullable Throwable failure) {
        if (!call.end()) {
            return;
        }
        try {
            if (answer != null) {
                responder.answer(call, answer);
            } else if (failure != null) {
                responder.fail(call, failure);
            }
        } catch (RuntimeException | Error e) {
            responder.fail(call, e);
        }
    }

    private Identity acting(Identity identity, HttpServerRequest request) {
        MultiMap headers = request.headers();
        // Nearly nobody asks for it: looking through the names costs less than collecting them.
        for (Map.Entry<String, String> header : headers) {
            if (Impersonation.isAsked(header.getKey())) {
                return Impersonation.of(identity, headers.names(), headers::getAll, authorizer);
            }
        }
        return identity;
    }

    private Identity authorize(Incoming incoming, AccessAttributes access) throws ApiException {
        Identity identity = incoming.actor();
        authorizer.require(identity, access);
        responder.trails().allowed(incoming.request().response());
        return identity;
    }

    /** {@code proxy} of {@code proxy/some/path}. */
    private static String head(String subresource) {
        int slash = subresource.indexOf('/');
        return slash < 0 ? subresource : subresource.substring(0, slash);
    }

    private static String accept(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return accept == null ? "" : accept;
    }
}
