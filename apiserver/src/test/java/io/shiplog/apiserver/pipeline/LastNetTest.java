package io.shiplog.apiserver.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.metrics.RequestMetrics;
import io.shiplog.apiserver.render.Rendering;
import io.shiplog.apiserver.write.Reply;
import io.shiplog.journal.State;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.Kinds;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A handler that is wrong and never completes: its client is told so nevertheless. */
@Timeout(60)
class LastNetTest {
    private static final Duration SOON = Duration.ofMillis(200);
    private static final Identity ADMIN = new Identity("admin", List.of("system:masters"), null);

    private final Vertx vertx = Vertx.vertx();
    /** What the handler answers in the end. */
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private int port;

    @BeforeEach
    void start() {
        var server = new OneHandler();
        vertx.deployVerticle(server).await();
        port = server.port();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void endsARequestWhoseHandlerNeverAnswers() throws Exception {
        HttpResponse<String> got = get("/api/v1/namespaces/default/configmaps/a");
        assertThat(got.statusCode()).isEqualTo(504);
        JsonNode status = Json.parse(got.body().getBytes());
        assertThat(status.path("kind").asString("")).isEqualTo("Status");
        assertThat(status.path("reason").asString("")).isEqualTo("Timeout");
    }

    @Test
    void anAnswerThatComesLaterIsNotHeardAndTheConnectionServesOn() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, "/api/v1/namespaces/default/configmaps/a").statusCode())
                    .isEqualTo(504);
            answer.complete(new Answer.Single(
                    Kinds.of(State.EMPTY).find("", "v1", "configmaps"), new Reply.Document(200, "{}".getBytes())));
            assertThat(get(client, "/api/v1/namespaces/default/configmaps/a").statusCode())
                    .isEqualTo(200);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return get(client, path);
        }
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private final class OneHandler extends VerticleBase {
        private HttpServer server;

        @Override
        public Future<?> start() {
            var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            var dispatcher = Dispatcher.ofPast(
                    () -> Kinds.of(State.EMPTY),
                    new Operations().add("get", "", call -> answer),
                    null,
                    new Responder(
                            vertx,
                            new Rendering(InstantSource.system()),
                            new AuditTrails(Optional.empty(), InstantSource.system())),
                    new RequestMetrics(registry),
                    new RequestAuthorizer(() -> State.EMPTY));
            var patience = Duration.ofSeconds(50);
            var own = new Connections(
                    vertx, new Limits(patience, patience, SOON, patience, 100), new ConnectionCounts(100), _ -> false);
            server = vertx.createHttpServer()
                    .connectionHandler(opened -> own.opened(opened, ADMIN))
                    .requestHandler(request -> dispatcher.dispatch(request, own, context));
            return server.listen(0, "127.0.0.1");
        }

        int port() {
            return server.actualPort();
        }
    }
}
