package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.authn.TokenKey;
import io.shiplog.apiserver.discovery.DiscoveryDocuments;
import io.shiplog.apiserver.discovery.Health;
import io.shiplog.apiserver.metrics.RequestMetrics;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.resources.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The paths outside the resources: discovery, OpenAPI, version, health, metrics. */
final class NonResources {
    private final Vertx vertx;
    private final Supplier<DiscoveryDocuments> documents;
    private final Health health;
    private final RequestMetrics metrics;
    private final TokenKey key;
    private final Responder responder;

    NonResources(
            Vertx vertx,
            Supplier<DiscoveryDocuments> documents,
            Health health,
            RequestMetrics metrics,
            TokenKey key,
            Responder responder) {
        this.key = key;
        this.vertx = vertx;
        this.documents = documents;
        this.health = health;
        this.metrics = metrics;
        this.responder = responder;
    }

    void serve(HttpServerRequest request, String path, Query query) {
        if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
            throw Failures.methodNotAllowed().exception();
        }
        HttpServerResponse response = request.response();
        String root = path.length() > 1 ? path.substring(1).split("/", 2)[0] : "";
        switch (root) {
            case "healthz", "livez", "readyz" ->
                health.report(root, path, query.has("verbose"), query.all("exclude"))
                        .thenAccept(report -> response.setStatusCode(report.code())
                                .putHeader("Content-Type", "text/plain; charset=utf-8")
                                .putHeader("X-Content-Type-Options", "nosniff")
                                .end(report.text()))
                        .exceptionally(failure -> {
                            responder.fail(response, failure, Representation.JSON);
                            return null;
                        });
            case "metrics" ->
                response.putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.scrape());
            case ".well-known" ->
                ofKey(
                        response,
                        path,
                        "/.well-known/openid-configuration",
                        "application/json",
                        () -> TokenKey.discovery(documents.get().serverAddress()));
            case "openid" -> ofKey(response, path, "/openid/v1/jwks", "application/jwk-set+json", key::keySet);
            default -> document(request, path);
        }
    }

    /** What others need to know to verify the tokens of service accounts themselves. */
    private static void ofKey(
            HttpServerResponse response, String path, String served, String mediaType, Supplier<ObjectNode> document) {
        if (!path.equals(served) && !path.equals(served + "/")) {
            throw Failures.unknownResource().exception();
        }
        response.putHeader("Content-Type", mediaType)
                .putHeader("Cache-Control", "public, max-age=3600")
                .end(Buffer.buffer(Json.bytes(document.get())));
    }

    private void document(HttpServerRequest request, String path) {
        String accept = request.getHeader("Accept");
        // The large documents are made at their first use: not on the event loop.
        if (path.startsWith("/openapi/")) {
            vertx.executeBlocking(() -> documents.get().find(path, accept == null ? "" : accept))
                    .onSuccess(found ->
                            responder.guarded(request.response(), Representation.JSON, () -> send(request, found)))
                    .onFailure(failure -> responder.fail(request.response(), failure, Representation.JSON));
        } else {
            send(request, documents.get().find(path, accept == null ? "" : accept));
        }
    }

    private static void send(HttpServerRequest request, DiscoveryDocuments.Document document) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", document.mediaType());
        response.putHeader("Vary", "Accept");
        response.putHeader("Etag", document.etag());
        response.putHeader("Cache-Control", "public");
        if (document.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        String encodings = request.getHeader("Accept-Encoding");
        if (!document.compressed()) {
            response.end(Buffer.buffer(document.bytes()));
        } else if (encodings != null && encodings.contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip");
            response.end(Buffer.buffer(document.bytes()));
        } else {
            response.end(Buffer.buffer(Gzip.expanded(document.bytes())));
        }
    }
}
