package io.shiplog.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.agent.engine.simulated.SimulatedEngine;
import io.shiplog.agent.engine.simulated.Simulation;
import io.shiplog.agent.pod.facts.ProbeOutcome;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.Probe;
import io.shiplog.agent.testkit.TestPods;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkProberTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final byte[] SERVING = {0, 0, 0, 0, 2, 8, 1};
    private static final byte[] NOT_SERVING = {0, 0, 0, 0, 2, 8, 2};

    private final Vertx vertx = Vertx.vertx();
    private final SimulatedEngine engine = new SimulatedEngine(Simulation.on("10.244.0.0/24"), InstantSource.system());
    private final NetworkProber prober = new NetworkProber(engine, vertx);
    private ContainerDefinition container;

    @BeforeEach
    void aContainer() {
        container = ContainerDefinition.read(TestPods.json("{'name':'web'}"));
    }

    @AfterEach
    void end() {
        prober.close();
        engine.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @CsvSource({"200, true", "302, true", "399, true", "400, false", "503, false"})
    void anAnswerFrom200To399IsHealthy(int status, boolean healthy) {
        int port = http(request -> request.response().setStatusCode(status).end());

        ProbeOutcome outcome = probe(get(port));

        assertThat(outcome)
                .isEqualTo(
                        healthy
                                ? new ProbeOutcome.Success()
                                : new ProbeOutcome.Failure("HTTP probe failed with statuscode: " + status));
    }

    @Test
    void aGetSaysItsPathItsHeadersAndWhoAsks() {
        AtomicReference<String> seen = new AtomicReference<>();
        int port = http(request -> {
            seen.set(request.uri() + " " + request.getHeader("X-Probe") + " " + request.getHeader("User-Agent"));
            request.response().end();
        });

        ProbeOutcome outcome =
                probe(get(port, "'path':'/ready?deep=1','httpHeaders':[{'name':'X-Probe','value':'yes'}]"));

        assertThat(outcome).isEqualTo(new ProbeOutcome.Success());
        assertThat(seen).hasValue("/ready?deep=1 yes kube-probe/1.34");
    }

    @Test
    void aServerThatDoesNotAnswerInTimeFails() {
        int port = http(request -> {});

        ProbeOutcome outcome = probe(get(port));

        assertThat(outcome)
                .isEqualTo(new ProbeOutcome.Failure(
                        "Get \"http://127.0.0.1:" + port + "/\": context deadline exceeded (Client.Timeout exceeded)"));
    }

    @Test
    void aServerThatAnswersAgainIsHealthyAgainHoweverOftenItDidNot() {
        AtomicInteger asked = new AtomicInteger();
        int port = http(request -> {
            if (asked.incrementAndGet() > 6) {
                request.response().end();
            }
        });
        Probe probe = get(port);
        List<CompletableFuture<ProbeOutcome>> silent = Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> probe(probe), task -> Thread.ofVirtual().start(task)))
                .limit(6)
                .toList();
        assertThat(silent).allSatisfy(one -> assertThat(one.join()).isInstanceOf(ProbeOutcome.Failure.class));
        assertThat(probe(probe)).isEqualTo(new ProbeOutcome.Success());
    }

    @Test
    void keepsNoConnectionToAServerThatDoesNotAnswer() {
        AtomicInteger open = new AtomicInteger();
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    open.incrementAndGet();
                    connection.closeHandler(gone -> open.decrementAndGet());
                })
                .requestHandler(request -> {})
                .listen(0, LOOPBACK)
                .await();
        probe(get(server.actualPort()));
        probe(health(server.actualPort(), ""));
        await().atMost(Duration.ofSeconds(10)).until(() -> open.get() == 0);
    }

    @Test
    void followsARedirectionToTheSameHostOnly() {
        int target = http(request -> request.response().setStatusCode(500).end());
        int here = http(request -> {
            switch (request.path()) {
                case "/" -> redirect(request, "/moved?x=1");
                case "/moved" ->
                    request.response()
                            .setStatusCode("x=1".equals(request.query()) ? 503 : 200)
                            .end();
                case "/elsewhere" -> redirect(request, "http://example.invalid/");
                case "/port" -> redirect(request, "http://127.0.0.1:" + target + "/");
                case "/loop" -> redirect(request, "/loop");
                default -> request.response().setStatusCode(404).end();
            }
        });
        assertThat(probe(get(here))).isEqualTo(new ProbeOutcome.Failure("HTTP probe failed with statuscode: 503"));
        assertThat(probe(path(here, "/elsewhere"))).isEqualTo(new ProbeOutcome.Success());
        assertThat(probe(path(here, "/port")))
                .isEqualTo(new ProbeOutcome.Failure("HTTP probe failed with statuscode: 500"));
        assertThat(probe(path(here, "/loop")))
                .isEqualTo(new ProbeOutcome.Failure(
                        "Get \"http://127.0.0.1:" + here + "/loop\": stopped after 10 redirects"));
    }

    private static Probe path(int port, String path) {
        return get(port, "'path':'" + path + "'");
    }

    private static void redirect(HttpServerRequest request, String to) {
        request.response().setStatusCode(302).putHeader("Location", to).end();
    }

    @Test
    void aGetMaySayAnotherHostAndAHeaderTwice() {
        AtomicReference<String> seen = new AtomicReference<>();
        int port = http(request -> {
            seen.set(request.getHeader("Host") + " " + request.headers().getAll("X-Probe") + " "
                    + request.headers().contains("Accept"));
            request.response().end();
        });
        probe(get(
                port,
                "'httpHeaders':[{'name':'Host','value':'example.com'},{'name':'X-Probe','value':'1'},"
                        + "{'name':'X-Probe','value':'2'},{'name':'Accept','value':''}]"));
        assertThat(seen).hasValue("example.com [1, 2] false");
    }

    @Test
    void aPortIsFoundByTheNameThatTheContainerGivesIt() {
        int port = http(request -> request.response().end());
        container = ContainerDefinition.read(
                TestPods.json("{'name':'web','ports':[{'name':'admin','containerPort':" + port + "}]}"));

        Probe named = read("{'httpGet':{'port':'admin'}}");
        Probe unknown = read("{'tcpSocket':{'port':'web'}}");

        assertThat(probe(named)).isEqualTo(new ProbeOutcome.Success());
        assertThat(probe(unknown)).isInstanceOf(ProbeOutcome.Inconclusive.class);
    }

    @Test
    void aTcpProbeAsksOnlyWhetherSomebodyListens() {
        NetServer server = vertx.createNetServer()
                .connectHandler(socket -> {})
                .listen(0, LOOPBACK)
                .await();

        assertThat(probe(tcp(server.actualPort()))).isEqualTo(new ProbeOutcome.Success());
    }

    @Test
    void aTcpProbeOfAPortThatNobodyListensOnIsRefused() throws IOException {
        try (Socket bound = heldPort()) {
            int port = bound.getLocalPort();

            assertThat(probe(tcp(port)))
                    .isEqualTo(new ProbeOutcome.Failure("dial tcp 127.0.0.1:" + port + ": Connection refused"));
        }
    }

    @Test
    void aGrpcServiceThatServesIsHealthy() {
        AtomicReference<String> seen = new AtomicReference<>();
        int port = http(request -> request.body().onSuccess(body -> {
            seen.set(request.version() + " " + request.uri() + " " + body.getString(7, body.length()));
            grpc(request, SERVING, "0", "");
        }));

        assertThat(probe(health(port, "orders"))).isEqualTo(new ProbeOutcome.Success());
        assertThat(seen).hasValue(HttpVersion.HTTP_2 + " /grpc.health.v1.Health/Check orders");
    }

    @Test
    void aGrpcServiceThatDoesNotServeSaysItsStatus() {
        int port = http(request -> request.body().onSuccess(body -> grpc(request, NOT_SERVING, "0", "")));

        assertThat(probe(health(port, "")))
                .isEqualTo(new ProbeOutcome.Failure("service unhealthy (responded with \"NOT_SERVING\")"));
    }

    @Test
    void aServerWithoutTheHealthServiceIsToldApartFromOneThatFails() {
        int without = http(request -> request.body().onSuccess(body -> grpc(request, new byte[0], "12", "unknown")));
        int failing = http(request -> request.body().onSuccess(body -> grpc(request, new byte[0], "5", "no orders")));

        assertThat(probe(health(without, "")))
                .isEqualTo(
                        new ProbeOutcome.Failure(
                                "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown"));
        assertThat(probe(health(failing, "")))
                .isEqualTo(new ProbeOutcome.Failure("error: health rpc probe failed with code 5: no orders"));
    }

    @Test
    void aGrpcServerThatIsSilentOrNotThereFails() throws IOException {
        int silent = http(request -> {});

        assertThat(probe(health(silent, "")))
                .isEqualTo(new ProbeOutcome.Failure("timeout: health rpc did not complete within 1s"));
        try (Socket bound = heldPort()) {
            assertThat(probe(health(bound.getLocalPort(), ""))).isInstanceOf(ProbeOutcome.Failure.class);
        }
    }

    /** A port on which nobody listens, held so that nobody else comes to listen there meanwhile. */
    private static Socket heldPort() throws IOException {
        var bound = new Socket();
        bound.bind(new InetSocketAddress(LOOPBACK, 0));
        return bound;
    }

    private ProbeOutcome probe(Probe probe) {
        return prober.probe(new Prober.Target(container, "id", LOOPBACK), probe);
    }

    private static Probe get(int port) {
        return get(port, "'path':'/'");
    }

    private static Probe get(int port, String more) {
        return read("{'httpGet':{'port':" + port + "," + more + "},'timeoutSeconds':1}");
    }

    private static Probe tcp(int port) {
        return read("{'tcpSocket':{'port':" + port + "}}");
    }

    private static Probe health(int port, String service) {
        return read("{'grpc':{'port':" + port + ",'service':'" + service + "'}}");
    }

    private static Probe read(String probe) {
        return Probe.read(TestPods.json(probe));
    }

    private int http(Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, LOOPBACK)
                .await();
        return server.actualPort();
    }

    private static void grpc(HttpServerRequest request, byte[] message, String code, String text) {
        var response = request.response().putHeader("content-type", "application/grpc");
        if (message.length > 0) {
            response.write(Buffer.buffer(message));
        }
        response.putTrailer("grpc-status", code).putTrailer("grpc-message", text);
        response.end();
    }
}
