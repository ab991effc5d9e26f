package io.shiplog.agent.server;

import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.pod.facts.AgentJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ends responses; the one place where a failure becomes a Status body. */
final class Replies {
    private static final Logger log = LoggerFactory.getLogger(Replies.class);

    private Replies() {}

    /** Runs a handler; what it throws is the answer. */
    static void guard(HttpServerRequest request, Runnable handler) {
        try {
            handler.run();
        } catch (RuntimeException e) {
            fail(request.response(), e);
        }
    }

    static void fail(HttpServerResponse response, Throwable failure) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        ObjectNode status = status(failure);
        response.setStatusCode(status.path("code").asInt(500));
        json(response, status);
    }

    /** A failure as a Status object. */
    static ObjectNode status(Throwable failure) {
        return switch (failure) {
            case RequestException e -> status(e.code(), e.reason(), String.valueOf(e.getMessage()));
            case EngineException e ->
                switch (e.kind()) {
                    case NOT_FOUND -> status(404, "NotFound", e.text());
                    case CONFLICT -> status(400, "BadRequest", e.text());
                    case REFUSED -> status(500, "InternalError", e.text());
                    case UNAVAILABLE -> status(503, "ServiceUnavailable", e.text());
                };
            default -> {
                log.error("a request failed", failure);
                yield status(500, "InternalError", "the node agent failed: " + failure);
            }
        };
    }

    private static ObjectNode status(int code, String reason, String message) {
        ObjectNode status = AgentJson.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
        return status;
    }

    static void json(HttpServerResponse response, JsonNode body) {
        response.putHeader("Content-Type", "application/json").end(Buffer.buffer(AgentJson.bytes(body)));
    }

    static void text(HttpServerResponse response, String body) {
        response.putHeader("Content-Type", "text/plain; charset=utf-8").end(body);
    }
}
