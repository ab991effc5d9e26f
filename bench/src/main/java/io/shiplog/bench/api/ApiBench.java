package io.shiplog.bench.api;

import io.shiplog.resources.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * The API benchmark: writes, reads, long lists and many watchers, in a namespace of its own that it deletes at the end.
 */
public final class ApiBench {
    private static final int MAX_CONNECTIONS = 1_100;
    private static final int WATCHED_CHANGES = 200;

    private final BenchClient client;
    private final PrintStream out;
    /** A name of its own: where nothing empties namespaces, that of an earlier run may still be ending. */
    private final String namespace = "shiplog-bench-" + System.currentTimeMillis();

    private final String maps = "/api/v1/namespaces/" + namespace + "/configmaps";
    private final String pods = "/api/v1/namespaces/" + namespace + "/pods";

    private ApiBench(BenchClient client, PrintStream out) {
        this.client = client;
        this.out = out;
    }

    /**
     * Runs everything and prints one line per measurement.
     *
     * @param kubeconfig of any Kubernetes API server, with a client certificate that may do everything
     */
    public static void run(Path kubeconfig, BenchPlan plan, PrintStream out)
            throws InterruptedException, TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            new ApiBench(new BenchClient(vertx, kubeconfig, MAX_CONNECTIONS), out).all(plan);
        } finally {
            vertx.close().await();
        }
    }

    /**
     * Makes the pods that lists are measured with and leaves them there: what they take in the server is measured from
     * outside.
     *
     * @param kubeconfig of any Kubernetes API server, with a client certificate that may do everything
     */
    public static void fill(Path kubeconfig, int pods, PrintStream out) {
        Vertx vertx = Vertx.vertx();
        try {
            ApiBench bench = new ApiBench(new BenchClient(vertx, kubeconfig, MAX_CONNECTIONS), out);
            bench.begin();
            new ListBench(bench.client, bench.pods, out).fill(pods);
            out.println("made " + pods + " pods in namespace " + bench.namespace);
        } finally {
            vertx.close().await();
        }
    }

    private void begin() {
        client.send(HttpMethod.POST, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}")
                .await();
    }

    private void all(BenchPlan plan) throws InterruptedException, TimeoutException {
        begin();
        try {
            WriteBench writes = new WriteBench(client, maps, out);
            if (plan.writes() > 0) {
                writes.run(plan.writes());
            }
            for (int watchers : plan.watchers()) {
                watch(watchers, writes);
            }
            new ListBench(client, pods, out).run(plan.lists());
        } finally {
            client.send(HttpMethod.DELETE, maps, "").await();
            client.send(HttpMethod.DELETE, pods + "?gracePeriodSeconds=0", "").await();
            client.send(HttpMethod.DELETE, "/api/v1/namespaces/" + namespace, "")
                    .await();
        }
    }

    private void watch(int watchers, WriteBench writes) throws InterruptedException, TimeoutException {
        String version = Json.parse(client.send(HttpMethod.GET, maps + "?limit=1", "")
                        .await()
                        .getBytes())
                .path("metadata")
                .path("resourceVersion")
                .asString("");
        Fanout.Result result = Fanout.run(
                client, maps, version, watchers, WATCHED_CHANGES, i -> writes.create("watched-" + watchers + "-" + i));
        double seconds = result.took().toNanos() / 1e9;
        int events = watchers * WATCHED_CHANGES;
        out.printf(
                Locale.ROOT,
                "watch    %d changes to %d watchers in %.3f s: %,.0f events/s; CPU per event: server %.1f us, client %.1f us;"
                        + " to open a watch: server %.0f us%n",
                WATCHED_CHANGES,
                watchers,
                seconds,
                events / seconds,
                result.used().server() * 1e6 / events,
                result.used().client() * 1e6 / events,
                result.opening().server() * 1e6 / watchers);
    }
}
