package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.join.JoinRequest;
import io.shiplog.apiserver.join.JoinRules;
import io.shiplog.apiserver.join.Joining;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The paths of nodes that join: POST makes a node, or gives one a new certificate; GET tells it where the cluster is;
 * DELETE shuts it out of Kafka. All but GET ask Kafka, so they are done off the event loop.
 */
final class NodeRequests {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRequests.class);

    private final Vertx vertx;
    private final Optional<Joining> joining;
    private final Supplier<? extends View> state;
    private final Responder responder;

    /** @param state the objects of the moment */
    NodeRequests(Vertx vertx, Optional<Joining> joining, Supplier<? extends View> state, Responder responder) {
        this.vertx = vertx;
        this.joining = joining;
        this.state = state;
        this.responder = responder;
    }

    /** Serves a request of somebody who may make it. */
    void serve(HttpServerRequest request, Identity who, Connections connections, String node) {
        Joining door = joining.orElseThrow(() -> Failures.unknownResource().exception());
        if (request.method() == HttpMethod.GET) {
            answer(request, () -> door.whereabouts().json());
        } else if (request.method() == HttpMethod.POST) {
            BodyReader.read(
                    request,
                    connections.bodies(),
                    body -> responder.guarded(
                            request.response(), Representation.JSON, () -> join(request, who, door, node, body)),
                    failure -> responder.fail(request.response(), failure, Representation.JSON));
        } else if (request.method() == HttpMethod.DELETE) {
            answer(request, () -> {
                boolean revoked = door.revoke(node);
                LOG.info("{} shut the node {} out", who.user(), node);
                return Json.object().put("revoked", revoked);
            });
        } else {
            throw Failures.methodNotAllowed().exception();
        }
    }

    private void join(HttpServerRequest request, Identity who, Joining door, String node, byte[] body) {
        JoinRequest asked = JoinRequest.read(node, body);
        JoinRules.refusal(who, asked, state.get(), door.ownHosts()).ifPresent(refused -> {
            throw refused.exception();
        });
        answer(request, () -> {
            try {
                JsonNode joined = door.admit(asked).json();
                LOG.info("{} made the node {} at {}", who.user(), node, asked.addresses());
                return joined;
            } catch (IllegalArgumentException e) {
                throw Failures.badRequest(String.valueOf(e.getMessage())).exception();
            }
        });
    }

    private void answer(HttpServerRequest request, Supplier<JsonNode> answer) {
        vertx.executeBlocking(() -> Json.bytes(answer.get()), false)
                .onSuccess(json -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(json)))
                .onFailure(failure -> responder.fail(request.response(), failure, Representation.JSON));
    }
}
