package io.shiplog.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoleEndpointTest {
    private static final String LOOPBACK = "127.0.0.1";

    private final Telemetry telemetry = Telemetry.create();
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean ready;
    private final RoleEndpoint endpoint = RoleEndpoint.start(
            LOOPBACK, 0, new RoleEndpoint.Answers(telemetry.registry(), () -> ready, Map.of("/proxyMode", "iptables")));

    @AfterEach
    void close() {
        endpoint.close();
        http.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + LOOPBACK + ":" + endpoint.port() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void isAliveAndReadyOnlyWhileTheRoleKeepsUp() throws IOException, InterruptedException {
        assertThat(get("/healthz").body()).isEqualTo("ok");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        ready = true;
        assertThat(get("/readyz").body()).isEqualTo("ok");
        ready = false;
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void tellsMetricsInPrometheusFormatWithUpstreamsHistograms() throws IOException, InterruptedException {
        telemetry.instruments().queue("deployment").added("a");
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body())
                .contains("workqueue_depth{name=\"deployment\"} 1.0")
                .contains("workqueue_adds_total{name=\"deployment\"} 1.0")
                .contains("workqueue_work_duration_seconds_bucket{name=\"deployment\",le=\"0.001\"}")
                .contains("workqueue_queue_duration_seconds_bucket{name=\"deployment\",le=\"1.0E-8\"}")
                .contains("workqueue_queue_duration_seconds_bucket{name=\"deployment\",le=\"+Inf\"}");
    }

    @Test
    void answersWhatTheRoleSaysBesideAndNothingElse() throws IOException, InterruptedException {
        assertThat(get("/proxyMode").body()).isEqualTo("iptables");
        assertThat(get("/else").statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhenItsPortIsTaken() {
        var answers = new RoleEndpoint.Answers(telemetry.registry(), () -> true);
        assertThatThrownBy(() ->
                        RoleEndpoint.start(LOOPBACK, endpoint.port(), answers).close())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + endpoint.port());
    }
}
