package io.shiplog.apiserver.bench;

import io.shiplog.resources.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;

/** The API benchmark: writes, reads, long lists and many watchers, in a namespace of its own that it deletes at the end. */
public final class ApiBench {
    private static final int CLIENTS = 64;
    private static final int MAX_CONNECTIONS = 1_100;
    private static final int SINGLE_REQUESTS = 2_000;
    private static final int WATCHED_CHANGES = 200;
    private static final String PAYLOAD = "x".repeat(900);

    private final BenchClient client;
    private final PrintStream out;
    /** A name of its own: where nothing empties namespaces, that of an earlier run may still be ending. */
    private final String namespace = "shiplog-bench-" + System.currentTimeMillis();

    private final String maps = "/api/v1/namespaces/" + namespace + "/configmaps";

    private ApiBench(BenchClient client, PrintStream out) {
        this.client = client;
        this.out = out;
    }

    /**
     * Runs everything and prints one line per measurement.
     *
     * @param kubeconfig of any Kubernetes API server, with a client certificate that may do everything
     * @param objects how many objects the writes with many clients create and the list shows: 10,000 and 100,000 are usual
     */
    public static void run(Path kubeconfig, int objects, PrintStream out)
            throws InterruptedException, TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            new ApiBench(new BenchClient(vertx, kubeconfig, MAX_CONNECTIONS), out).all(objects);
        } finally {
            vertx.close().await();
        }
    }

    /** {@code <kubeconfig> [objects]}. */
    public static void main(String[] arguments) throws InterruptedException, TimeoutException {
        int objects = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        run(Path.of(arguments[0]), objects, System.out);
    }

    private void all(int objects) throws InterruptedException, TimeoutException {
        client.send(HttpMethod.POST, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}")
                .await();
        try {
            warmUp();
            measure("create", SINGLE_REQUESTS, 1, i -> create("single-" + i));
            measure("update", SINGLE_REQUESTS, 1, i -> update("single-" + i));
            measure("get", SINGLE_REQUESTS, 1, i -> get("single-" + i));
            measure("create", objects, CLIENTS, i -> create("many-" + i));
            measure("update", objects, CLIENTS, i -> update("many-" + i));
            measure("get", objects, CLIENTS, i -> get("many-" + i));
            list();
            for (int watchers : new int[] {1, 100, 1_000}) {
                watch(watchers);
            }
        } finally {
            client.send(HttpMethod.DELETE, maps, "").await();
            client.send(HttpMethod.DELETE, "/api/v1/namespaces/" + namespace, "")
                    .await();
        }
    }

    private void warmUp() {
        Load.run(5_000, CLIENTS, i -> create("warm-" + i));
        Load.run(5_000, CLIENTS, i -> update("warm-" + i));
        Load.run(5_000, CLIENTS, i -> get("warm-" + i));
        client.send(HttpMethod.DELETE, maps, "").await();
    }

    private void measure(String what, int count, int clients, IntFunction<Future<?>> request) {
        out.println(Load.run(count, clients, request).text(what, clients));
    }

    private void list() {
        AtomicLong bytes = new AtomicLong();
        long started = System.nanoTime();
        client.open(HttpMethod.GET, maps, "")
                .compose((HttpClientResponse response) -> {
                    response.handler((Buffer part) -> bytes.addAndGet(part.length()));
                    return response.end();
                })
                .await();
        double seconds = (System.nanoTime() - started) / 1e9;
        out.printf(Locale.ROOT, "list     %,d bytes in %.3f s%n", bytes.get(), seconds);
    }

    private void watch(int watchers) throws InterruptedException, TimeoutException {
        String version = Json.parse(client.send(HttpMethod.GET, maps + "?limit=1", "")
                        .await()
                        .getBytes())
                .path("metadata")
                .path("resourceVersion")
                .asString("");
        Duration took = Fanout.run(
                client, maps, version, watchers, WATCHED_CHANGES, i -> create("watched-" + watchers + "-" + i));
        double perSecond = (double) watchers * WATCHED_CHANGES / (took.toNanos() / 1e9);
        out.printf(
                Locale.ROOT,
                "watch    %d changes to %d watchers in %.3f s: %,.0f events/s%n",
                WATCHED_CHANGES,
                watchers,
                took.toNanos() / 1e9,
                perSecond);
    }

    private Future<Buffer> create(String name) {
        return client.send(HttpMethod.POST, maps, body(name, "1"));
    }

    private Future<Buffer> update(String name) {
        return client.send(HttpMethod.PUT, maps + "/" + name, body(name, "2"));
    }

    private Future<Buffer> get(String name) {
        return client.send(HttpMethod.GET, maps + "/" + name, "");
    }

    private static String body(String name, String value) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"k\":\"" + value + "\",\"payload\":\"" + PAYLOAD + "\"}}";
    }
}
