package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.eventloop.Turns;
import io.shiplog.apiserver.render.ListBody;
import io.shiplog.apiserver.render.Rendering;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.request.Representation.Encoding;
import io.shiplog.apiserver.status.ApiException;
import io.shiplog.apiserver.status.ApiStatus;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.resources.json.Json;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes answers: the one place where failures become Status bodies. */
public final class Responder {
    private static final Logger LOG = LoggerFactory.getLogger(Responder.class);
    private static final int CHUNK_BYTES = 64 * 1024;
    /** How long an event loop may write one list before it looks after its other connections. */
    private static final long TURN_NANOS = Duration.ofMillis(5).toNanos();

    private final Vertx vertx;
    private final Rendering rendering;
    private final AuditTrails trails;

    /** @param trails is told of every Status */
    public Responder(Vertx vertx, Rendering rendering, AuditTrails trails) {
        this.vertx = vertx;
        this.rendering = rendering;
        this.trails = trails;
    }

    /** The audit of what it answers. */
    AuditTrails trails() {
        return trails;
    }

    /** The same with another rendering. */
    Responder with(Rendering other) {
        return new Responder(vertx, other, trails);
    }

    void answer(Call call, Answer answer) {
        HttpServerResponse response = call.request().response();
        if (!(answer instanceof Answer.Taken)) {
            putWarnings(response, call.warnings());
        }
        switch (answer) {
            case Answer.Taken taken -> trails.started(response);
            case Answer.Single(var kind, Reply.Document(int code, byte[] json)) -> {
                byte[] shown = rendering.single(kind, json, call.representation());
                trails.shown(response, shown);
                document(response, code, shown, call.representation());
            }
            case Answer.Single(var kind, Reply.Outcome(ApiStatus status)) -> {
                trails.answered(response, status);
                document(response, status.code(), Json.bytes(status.json()), call.representation());
            }
            case Answer.Many(var kind, var page) -> {
                ListBody body = new ListBody(rendering, kind, page, call.representation());
                list(call.context(), response, body, call.representation());
            }
        }
    }

    void fail(Call call, Throwable failure) {
        HttpServerResponse response = call.request().response();
        if (!response.headWritten()) {
            putWarnings(response, call.warnings());
        }
        fail(response, failure, call.representation());
    }

    /**
     * Answers a failure: an {@link ApiException} with its status, anything else as an internal error. Whatever goes
     * wrong with that, the request has ended then.
     */
    void fail(HttpServerResponse response, Throwable failure, Representation representation) {
        try {
            status(response, statusOf(failure), representation);
        } catch (RuntimeException | Error fault) {
            LOG.error("a failure could not be answered", fault);
            bare(response);
        }
    }

    /** Answers in a callback that nobody catches anything of: what is thrown becomes the answer. */
    void guarded(HttpServerResponse response, Representation representation, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException | Error fault) {
            fail(response, fault, representation);
        }
    }

    /** An answer that nothing can go wrong with: no header but what it must have, no body. */
    private static void bare(HttpServerResponse response) {
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
        } else {
            response.headers().clear();
            response.setStatusCode(500).end();
        }
    }

    private static ApiStatus statusOf(Throwable failure) {
        Throwable cause = Causes.of(failure);
        return switch (cause) {
            case ApiException expected -> expected.status();
            default -> {
                LOG.error("a request failed", cause);
                yield Failures.internal(String.valueOf(cause));
            }
        };
    }

    /** Writes a status. */
    void status(HttpServerResponse response, ApiStatus status, Representation representation) {
        if (response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        trails.answered(response, status);
        if (status.details() != null && status.details().retryAfterSeconds() > 0) {
            response.putHeader("Retry-After", Integer.toString(status.details().retryAfterSeconds()));
        }
        document(response, status.code(), Json.bytes(status.json()), representation);
    }

    private void document(HttpServerResponse response, int code, byte[] json, Representation representation) {
        response.setStatusCode(code);
        head(response, representation);
        response.end(Buffer.buffer(encoded(json, representation)));
    }

    private static void head(HttpServerResponse response, Representation representation) {
        response.putHeader("Content-Type", representation.encoding().mediaType());
        response.putHeader("Cache-Control", "no-cache, private");
    }

    private static byte[] encoded(byte[] json, Representation representation) {
        if (representation.encoding() == Encoding.YAML) {
            return Yaml.bytes(Json.parse(json));
        }
        if (representation.pretty()) {
            ObjectNode tree = Json.parse(json);
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
        }
        return json;
    }

    private void list(Context context, HttpServerResponse response, ListBody body, Representation representation) {
        response.setStatusCode(200);
        head(response, representation);
        if (representation.encoding() == Encoding.YAML || representation.pretty() || trails.tellsResponses(response)) {
            // A tree of the whole list is made: not on the event loop.
            vertx.executeBlocking(() -> {
                        byte[] all = body.all();
                        trails.shown(response, all);
                        return encoded(all, representation);
                    })
                    .onSuccess(bytes -> response.end(Buffer.buffer(bytes)))
                    .onFailure(failure -> fail(response, failure, representation));
            return;
        }
        Buffer first = body.next(CHUNK_BYTES);
        if (!body.hasNext()) {
            response.end(first);
            return;
        }
        response.setChunked(true);
        response.setWriteQueueMaxSize(16 * CHUNK_BYTES);
        response.write(first);
        response.drainHandler(drained -> pump(context, response, body));
        pump(context, response, body);
    }

    private static void pump(Context context, HttpServerResponse response, ListBody body) {
        try {
            long started = System.nanoTime();
            while (body.hasNext()) {
                if (response.closed() || response.writeQueueFull()) {
                    return; // the drain handler comes back here, or nobody reads any more
                }
                if (System.nanoTime() - started > TURN_NANOS) {
                    Turns.goOn(context, () -> pump(context, response, body));
                    return;
                }
                response.write(body.next(CHUNK_BYTES));
            }
            if (!response.ended()) {
                response.end();
            }
        } catch (RuntimeException | Error e) {
            LOG.error("a list broke off", e);
            response.reset();
        }
    }

    /** Puts warnings into a head that is not written yet. */
    static void putWarnings(HttpServerResponse response, List<String> warnings) {
        if (!warnings.isEmpty()) {
            response.putHeader("Warning", warnings);
        }
    }
}
