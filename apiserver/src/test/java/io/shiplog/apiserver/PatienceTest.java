package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.apiserver.pipeline.Limits;
import io.shiplog.apiserver.testkit.RawClient;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestPki;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.apiserver.testkit.WatchReader;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is soon impatient: nobody keeps it waiting for ever, and nobody who is served is cut off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class PatienceTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final Limits SHORT = new Limits(
            Duration.ofMillis(400), Duration.ofMillis(600), Duration.ofSeconds(60), Duration.ofMillis(1500), 5);

    private TestServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = TestServer.start(folder, SHORT);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void closesConnectionsThatNeverAsk() throws IOException {
        try (RawClient silent = RawClient.connect(server)) {
            silent.handshake();
            assertThat(silent.input().readAllBytes()).isEmpty();
        }
    }

    @Test
    void closesConnectionsWhoseHeadDoesNotEnd() throws IOException {
        try (RawClient slow = RawClient.connect(server)) {
            slow.write("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ");
            assertThat(slow.input().readAllBytes()).isEmpty();
        }
    }

    @Test
    void closesConnectionsWhoseSecondHeadDoesNotEnd() throws IOException {
        try (RawClient slow = RawClient.connect(server)) {
            assertThat(slow.get("/healthz")).startsWith("HTTP/1.1 200 ");
            slow.write("GET /healthz HTTP/1.1\r\nX-A: ");
            long began = System.nanoTime();
            slow.input().readAllBytes();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(300));
        }
    }

    @Test
    void answersARequestWhoseBodyDoesNotEnd() throws IOException {
        try (RawClient slow = RawClient.connect(server)) {
            slow.write("POST " + MAPS + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"metadata\":");
            String all = new String(slow.input().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all)
                    .startsWith("HTTP/1.1 504 ")
                    .contains("\"reason\":\"Timeout\"")
                    .contains("request did not complete within the allotted timeout");
        }
    }

    @Test
    void closesIdleConnections() throws IOException {
        try (RawClient idle = RawClient.connect(server)) {
            assertThat(idle.get("/healthz")).startsWith("HTTP/1.1 200 ");
            idle.input().readAllBytes();
        }
    }

    @Test
    void leavesConnectionsAloneThatAreServed() {
        try (TestClient client = server.client();
                WatchReader quiet = WatchReader.open(client, MAPS + "?watch=true&fieldSelector=metadata.name%3Dlate")) {
            assertThat(quiet.isOver(SHORT.idle().multipliedBy(2))).isFalse();
            client.post(MAPS, "{\"metadata\":{\"name\":\"late\"}}");
            assertThat(quiet.next().shortText()).isEqualTo("ADDED late");
        }
    }

    @Test
    void closesAnIdleConnectionWhoseLastRequestWasBrokenOff() throws Exception {
        Vertx vertx = Vertx.vertx();
        HttpClientAgent client = vertx.createHttpClient(overHttp2());
        try {
            HttpClientConnection connection = client.connect(
                            new HttpConnectOptions().setHost("127.0.0.1").setPort(server.port()))
                    .await();
            CountDownLatch closed = new CountDownLatch(1);
            connection.closeHandler(gone -> closed.countDown());
            HttpClientRequest watch = connection
                    .request(new RequestOptions().setMethod(HttpMethod.GET).setURI(MAPS + "?watch=true"))
                    .await();
            assertThat(watch.send().await().statusCode()).isEqualTo(200);
            watch.reset(8).await();
            assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            client.close().await();
            vertx.close().await();
        }
    }

    private HttpClientOptions overHttp2() {
        TestPki.Issued user = server.pki().client("h2", "h2", "system:masters");
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(server.pki().authority().certificateFile().toString()))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(user.certificateFile().toString())
                        .setKeyPath(user.keyFile().toString()));
    }

    @Test
    void boundsTheConnectionsOfAClientButNotThoseOfTheCluster(@TempDir Path folder) {
        int most = 3;
        Duration patience = Duration.ofMinutes(5);
        List<RawClient> open = new ArrayList<>();
        try (TestServer bounded = TestServer.start(folder, new Limits(patience, patience, patience, patience, most))) {
            var bob = bounded.pki().client("bob", "bob");
            for (int i = 0; i < most; i++) {
                open.add(asked(RawClient.connect(bounded, bob)));
                open.add(asked(RawClient.connect(bounded)));
                open.add(asked(RawClient.connect(bounded)));
            }
            try (RawClient tooMany = RawClient.connect(bounded, bob)) {
                assertThat(tooMany.isRefused()).isTrue();
            }
            open.removeFirst().close();
            await().until(() -> {
                try (RawClient again = RawClient.connect(bounded, bob)) {
                    return !again.isRefused();
                }
            });
            open.forEach(RawClient::close);
        }
    }

    private static RawClient asked(RawClient client) {
        assertThat(client.get("/healthz")).startsWith("HTTP/1.1 200 ");
        return client;
    }
}
