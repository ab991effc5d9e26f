package io.shiplog.bench.api;

import io.shiplog.resources.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
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

    private void all(BenchPlan plan) throws InterruptedException, TimeoutException {
        client.send(HttpMethod.POST, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}")
                .await();
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
        CpuClock before = CpuClock.read(client);
        Duration took = Fanout.run(
                client, maps, version, watchers, WATCHED_CHANGES, i -> writes.create("watched-" + watchers + "-" + i));
        CpuClock used = CpuClock.read(client).since(before);
        int events = watchers * WATCHED_CHANGES;
        out.printf(
                Locale.ROOT,
                "watch    %d changes to %d watchers in %.3f s: %,.0f events/s; CPU per event: server %.0f us, client %.0f us%n",
                WATCHED_CHANGES,
                watchers,
                took.toNanos() / 1e9,
                events / (took.toNanos() / 1e9),
                used.server() * 1e6 / events,
                used.client() * 1e6 / events);
    }
}
