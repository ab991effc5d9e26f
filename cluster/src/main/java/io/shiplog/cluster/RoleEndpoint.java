package io.shiplog.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a role is asked how it does: {@code /metrics}, {@code /healthz}, {@code /livez} and
 * {@code /readyz}, in plain text, as upstream's components answer on their ports.
 */
public final class RoleEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleEndpoint.class);

    /** Upstream's port of kube-controller-manager. */
    public static final int RECONCILERS_PORT = 10257;
    /** Upstream's port of kube-scheduler. */
    public static final int SCHEDULER_PORT = 10259;

    /** Upstream's port of kube-proxy. */
    public static final int PROXY_PORT = 10249;

    /**
     * What is answered.
     *
     * @param ready whether the role has its work and keeps up with it
     * @param more further texts by their paths
     */
    public record Answers(PrometheusMeterRegistry metrics, BooleanSupplier ready, Map<String, String> more) {
        public Answers {
            more = Map.copyOf(more);
        }

        public Answers(PrometheusMeterRegistry metrics, BooleanSupplier ready) {
            this(metrics, ready, Map.of());
        }
    }

    private final HttpServer server;
    private final ExecutorService handlers;

    private RoleEndpoint(HttpServer server, ExecutorService handlers) {
        this.server = server;
        this.handlers = handlers;
    }

    /**
     * Starts to answer.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException when the port is taken or the address is not this machine's
     */
    public static RoleEndpoint start(String address, int port, Answers answers) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
            ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
            server.setExecutor(handlers);
            server.createContext("/", exchange -> answer(exchange, answers));
            server.start();
            var endpoint = new RoleEndpoint(server, handlers);
            LOG.info("metrics and health at http://{}:{}", address, endpoint.port());
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address + ":" + port + ": " + e.getMessage(), e);
        }
    }

    /** As {@link #start}, but on any free port where {@code port} is taken. */
    public static RoleEndpoint startNear(String address, int port, Answers answers) {
        try {
            return start(address, port, answers);
        } catch (UncheckedIOException taken) {
            LOG.info("{}, taking another port", taken.getMessage());
            return start(address, 0, answers);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Answers answers) throws IOException {
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/metrics" ->
                send(
                        exchange,
                        200,
                        "text/plain; version=0.0.4; charset=utf-8",
                        answers.metrics().scrape());
            case "/healthz", "/livez" -> send(exchange, 200, "text/plain; charset=utf-8", "ok");
            case "/readyz" -> {
                boolean works = answers.ready().getAsBoolean();
                send(exchange, works ? 200 : 503, "text/plain; charset=utf-8", works ? "ok" : "does not keep up yet");
            }
            default -> {
                String text = answers.more().get(path);
                send(
                        exchange,
                        text == null ? 404 : 200,
                        "text/plain; charset=utf-8",
                        text == null ? "404 page not found\n" : text);
            }
        }
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        handlers.shutdown();
    }
}
