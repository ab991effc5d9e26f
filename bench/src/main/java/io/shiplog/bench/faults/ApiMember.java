package io.shiplog.bench.faults;

import io.shiplog.bench.api.BenchClient;
import io.shiplog.resources.json.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** One API server, as clients see it. Thread-safe. */
final class ApiMember {
    static final String NAMESPACE = "faults";
    static final String OBJECTS = "/api/v1/namespaces/" + NAMESPACE + "/configmaps";

    private static final int PATIENCE_SECONDS = 6;

    private final String name;
    private final BenchClient client;

    ApiMember(String name, BenchClient client) {
        this.name = name;
        this.client = client;
    }

    String name() {
        return name;
    }

    /**
     * An answer.
     *
     * @param code 0 when there was none, or no whole one
     */
    record Answer(int code, ObjectNode body) {
        static final Answer NONE = new Answer(0, Json.object());

        long version() {
            return Long.parseLong(body.path("metadata").path("resourceVersion").asString("0"));
        }
    }

    Answer call(HttpMethod method, String path, String body) {
        CompletableFuture<Answer> answer = client.exchange(
                        method,
                        path,
                        body,
                        "",
                        response -> response.body()
                                .map(bytes -> new Answer(response.statusCode(), Json.parse(bytes.getBytes()))))
                .toCompletionStage()
                .toCompletableFuture();
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return Answer.NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.NONE;
        }
    }

    /** Opens a watch. The reader gets the answer on its event loop, before any of the body. */
    Future<HttpClientResponse> watch(long position, java.util.function.Consumer<HttpClientResponse> reader) {
        return client.exchange(
                HttpMethod.GET,
                OBJECTS + "?watch=true&allowWatchBookmarks=true&resourceVersion=" + position,
                "",
                "",
                response -> {
                    reader.accept(response);
                    return Future.succeededFuture(response);
                });
    }
}
