package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.audit.AuditSettings;
import io.shiplog.apiserver.audit.AuditStage;
import io.shiplog.apiserver.audit.AuditTrail;
import io.shiplog.apiserver.audit.AuditedRequest;
import io.shiplog.apiserver.audit.AuditedRequest.About;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.RequestPath;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.JsonSyntaxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit of the requests that are underway, by their answers. Every request is on one event loop; all loops share
 * this. Where nothing is audited it does nothing.
 */
public final class AuditTrails {
    /** Upstream's long-running requests, beside watches: these alone are told of when their answer starts. */
    private static final Set<String> LONG_RUNNING = Set.of("attach", "exec", "log", "portforward", "proxy");

    private final @Nullable AuditSettings settings;
    private final InstantSource clock;
    private final Map<HttpServerResponse, AuditTrail> underway = new ConcurrentHashMap<>();

    public AuditTrails(Optional<AuditSettings> settings, InstantSource clock) {
        this.settings = settings.orElse(null);
        this.clock = clock;
    }

    /** A request has come, of somebody who is known by now, or will not be. */
    void received(HttpServerRequest request, @Nullable Identity identity, Query query) {
        AuditSettings auditing = settings;
        if (auditing == null) {
            return;
        }
        String path = request.path();
        AuditedRequest audited = audited(request, identity, path, query);
        String agent = request.getHeader("User-Agent");
        AuditTrail trail = new AuditTrail(
                audited,
                auditing.policy().of(audited),
                new AuditTrail.Told(
                        request.response().headers().get(Call.AUDIT_ID),
                        request.uri(),
                        request.remoteAddress().hostAddress(),
                        agent == null ? "" : agent,
                        clock.instant()));
        underway.put(request.response(), trail);
        if (identity != null) {
            tell(trail, AuditStage.REQUEST_RECEIVED, 0);
        }
    }

    private static AuditedRequest audited(
            HttpServerRequest request, @Nullable Identity user, String path, Query query) {
        String method = request.method().name().toLowerCase(Locale.ROOT);
        try {
            return switch (RequestPath.parse(path)) {
                case RequestPath.NonResource(String plain) -> new AuditedRequest(user, method, plain, null);
                // What it is about is then what it would be about now; its URI tells of which moment.
                case RequestPath.Past past -> audited(request, user, past.path(), query);
                case RequestPath.Resource resource ->
                    new AuditedRequest(user, Operations.verb(request.method(), resource, query), path, about(resource));
            };
        } catch (ApiException e) {
            return new AuditedRequest(user, method, path, null);
        }
    }

    /** A Namespace belongs to itself, as in upstream's RequestInfo. */
    private static About about(RequestPath.Resource resource) {
        boolean namespace = resource.group().isEmpty() && resource.resource().equals("namespaces");
        return new About(
                resource.group(),
                resource.version(),
                namespace ? resource.name() : resource.namespace(),
                resource.resource(),
                resource.name(),
                resource.subresource());
    }

    private static boolean isLongRunning(AuditedRequest request) {
        About about = request.about();
        return request.verb().equals("watch")
                || about != null && LONG_RUNNING.contains(about.subresource().split("/", 2)[0]);
    }

    /** It acts as somebody, itself or another. */
    void acts(HttpServerResponse response, Identity actor) {
        AuditTrail trail = underway.get(response);
        if (trail != null) {
            trail.acts(actor);
        }
    }

    /** It may do what it asks for. */
    void allowed(HttpServerResponse response) {
        AuditTrail trail = underway.get(response);
        if (trail != null) {
            trail.allowed(true);
        }
    }

    /** The body has come. */
    void sent(HttpServerResponse response, byte[] body) {
        AuditTrail trail = underway.get(response);
        if (trail == null || !trail.tells(AuditStage.RESPONSE_COMPLETE)) {
            return;
        }
        boolean update = trail.request().verb().equals("update");
        if (update || trail.request().verb().equals("create")) {
            try {
                ObjectNode object = Json.parse(body);
                if (update) {
                    trail.sent(object.path("metadata").path("resourceVersion").asString(""));
                }
                trail.named(object.path("metadata").path("name").asString(""));
            } catch (JsonSyntaxException e) {
                // YAML, protobuf, or nothing: then the event does not name what it would.
                return;
            }
        }
    }

    /** The body was decoded: {@code body} makes a copy of what it came to, if that is told. */
    void decoded(HttpServerResponse response, Supplier<JsonNode> body) {
        AuditTrail trail = underway.get(response);
        if (trail != null && trail.tellsRequests()) {
            trail.decoded(body.get());
        }
    }

    /** Whether the objects that it is answered with are told of. */
    boolean tellsResponses(HttpServerResponse response) {
        AuditTrail trail = underway.get(response);
        return trail != null && trail.tellsResponses();
    }

    /** It is answered with JSON that is no Status. */
    void shown(HttpServerResponse response, byte[] json) {
        AuditTrail trail = underway.get(response);
        if (trail != null && trail.tellsResponses()) {
            trail.shown(Json.parse(json));
        }
    }

    /** It is answered with a Status. */
    void answered(HttpServerResponse response, ApiStatus status) {
        AuditTrail trail = underway.get(response);
        if (trail != null) {
            trail.answered(status.json());
            if (status.code() == 403) {
                trail.allowed(false);
            }
        }
    }

    /** Its handler answers by itself, and has begun to. */
    void started(HttpServerResponse response) {
        AuditTrail trail = underway.get(response);
        if (trail != null) {
            start(trail, response);
        }
    }

    private void start(AuditTrail trail, HttpServerResponse response) {
        if (isLongRunning(trail.request()) && trail.starts()) {
            tell(trail, AuditStage.RESPONSE_STARTED, response.getStatusCode());
        }
    }

    /** It is over. */
    void ended(HttpServerResponse response) {
        AuditTrail trail = underway.remove(response);
        if (trail != null) {
            if (trail.request().user() == null) {
                // Of who has not proved who he is only this is told, as upstream does.
                tell(trail, AuditStage.RESPONSE_STARTED, response.getStatusCode());
            } else {
                start(trail, response);
                tell(trail, AuditStage.RESPONSE_COMPLETE, response.getStatusCode());
            }
        }
    }

    private void tell(AuditTrail trail, AuditStage stage, int code) {
        AuditSettings auditing = settings;
        if (auditing != null && trail.tells(stage)) {
            auditing.sink().write(trail.event(stage, code, clock.instant()));
        }
    }
}
