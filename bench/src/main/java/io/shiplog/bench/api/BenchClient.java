package io.shiplog.bench.api;

import io.shiplog.resources.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** HTTPS/1.1 connections to the current context's server of a kubeconfig with client certificates. */
public final class BenchClient {
    private final HttpClient http;
    private final String host;
    private final int port;

    /** @param connections the most connections at once */
    public BenchClient(Vertx vertx, Path kubeconfig, int connections) {
        ObjectNode config = read(kubeconfig);
        JsonNode context =
                named(config, "contexts", config.path("current-context").asString(""), "context");
        JsonNode cluster = named(config, "clusters", context.path("cluster").asString(""), "cluster");
        JsonNode user = named(config, "users", context.path("user").asString(""), "user");
        URI server = URI.create(cluster.path("server").asString(""));
        this.host = server.getHost();
        this.port = server.getPort() < 0 ? 443 : server.getPort();
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setVerifyHost(false)
                .setKeepAlive(true)
                .setSslHandshakeTimeout(60)
                .setTrustOptions(new PemTrustOptions().addCertValue(pem(kubeconfig, cluster, "certificate-authority")))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(pem(kubeconfig, user, "client-certificate"))
                        .addKeyValue(pem(kubeconfig, user, "client-key")));
        if (OpenSSLEngineOptions.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
        this.http = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(connections));
    }

    /** Sends a request and reads its answer; fails for any code over 399. */
    Future<Buffer> send(HttpMethod method, String path, String body) {
        return send(method, path, body, "", HttpClientResponse::body);
    }

    /**
     * Sends a request.
     *
     * @param accept the Accept header, empty for none
     * @param reader gets the answer on its event loop before any of the body comes; an answer over 399 fails instead
     */
    <T> Future<T> send(
            HttpMethod method,
            String path,
            String body,
            String accept,
            Function<HttpClientResponse, Future<T>> reader) {
        return exchange(
                method,
                path,
                body,
                accept,
                response -> response.statusCode() < 400
                        ? reader.apply(response)
                        : response.body()
                                .compose(text -> Future.failedFuture(new IllegalStateException(
                                        method + " " + path + ": " + response.statusCode() + " " + text))));
    }

    /**
     * Sends a request.
     *
     * @param accept the Accept header, empty for none
     * @param reader gets the answer, whatever it says, on its event loop before any of the body comes
     */
    public <T> Future<T> exchange(
            HttpMethod method,
            String path,
            String body,
            String accept,
            Function<HttpClientResponse, Future<T>> reader) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(host)
                .setPort(port)
                .setURI(path);
        if (!accept.isEmpty()) {
            options.putHeader("Accept", accept);
        }
        // All in one step on the event loop: what is chained from another thread may come after the answer, whose body
        // is lost then.
        return http.request(options).compose(request -> {
            Future<HttpClientResponse> answer;
            if (body.isEmpty()) {
                answer = request.send();
            } else {
                request.putHeader("Content-Type", "application/json");
                answer = request.send(Buffer.buffer(body));
            }
            return answer.compose(reader);
        });
    }

    private static ObjectNode read(Path file) {
        try {
            return Json.parseYaml(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static JsonNode named(ObjectNode config, String list, String name, String member) {
        for (JsonNode entry : config.path(list)) {
            if (entry.path("name").asString("").equals(name)) {
                return entry.path(member);
            }
        }
        throw new IllegalArgumentException("the kubeconfig has no " + member + " named '" + name + "'");
    }

    /** A PEM text that is in a file, named relative to the kubeconfig, or in the kubeconfig itself. */
    private static Buffer pem(Path kubeconfig, JsonNode from, String member) {
        String data = from.path(member + "-data").asString("");
        if (!data.isEmpty()) {
            return Buffer.buffer(Base64.getDecoder().decode(data));
        }
        String file = from.path(member).asString("");
        if (file.isEmpty()) {
            throw new IllegalArgumentException("the kubeconfig has no " + member + ": client certificates are needed");
        }
        try {
            return Buffer.buffer(Files.readAllBytes(kubeconfig.toAbsolutePath().resolveSibling(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
