package io.shiplog.bench.api;

import io.shiplog.resources.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/**
 * The scheduling benchmark: nodes that nobody runs anything on, and how long many pods take from the first creation
 * until all are bound to them. Works against any Kubernetes API server with a scheduler.
 */
public final class SchedulingBench {
    private static final int CLIENTS = 64;
    private static final int NODE_CLIENTS = 16;
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String LABEL = "shiplog-bench";
    private static final String NODES = "/api/v1/nodes";

    private static final String NODE = """
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"%1$s","labels":{"%2$s":"%3$s","kubernetes.io/hostname":"%1$s"}},\
            "status":{"capacity":{"cpu":"32","memory":"64Gi","pods":"110"},\
            "allocatable":{"cpu":"32","memory":"64Gi","pods":"110"},\
            "conditions":[{"type":"Ready","status":"True","reason":"KubeletReady","lastHeartbeatTime":"2099-01-01T00:00:00Z"}]}}
            """;
    private static final String POD = """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"%s","labels":{"app":"bench"}},\
            "spec":{"nodeSelector":{"%s":"%s"},"terminationGracePeriodSeconds":0,"containers":[{"name":"main","image":"bench",\
            "resources":{"requests":{"cpu":"100m","memory":"64Mi"}}}]}}
            """;

    private final BenchClient client;
    private final String run = "bench-" + System.currentTimeMillis();
    private final String pods = "/api/v1/namespaces/" + run + "/pods";

    private SchedulingBench(BenchClient client) {
        this.client = client;
    }

    /**
     * Makes the nodes and the pods, prints one line, and deletes them.
     *
     * @param kubeconfig of any Kubernetes API server, with a client certificate that may do everything
     * @throws TimeoutException when not all pods are bound within ten minutes
     */
    public static void run(Path kubeconfig, int nodes, int pods, PrintStream out)
            throws InterruptedException, TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            new SchedulingBench(new BenchClient(vertx, kubeconfig, CLIENTS)).bind(nodes, pods, out);
        } finally {
            vertx.close().await();
        }
    }

    private void bind(int nodes, int count, PrintStream out) throws InterruptedException, TimeoutException {
        client.send(HttpMethod.POST, "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + run + "\"}}")
                .await();
        try {
            Load.run(
                    nodes,
                    NODE_CLIENTS,
                    i -> client.send(HttpMethod.POST, NODES, NODE.formatted(run + "-" + i, LABEL, run)));
            CpuClock before = CpuClock.read(client);
            long began = System.nanoTime();
            Load.run(count, CLIENTS, this::create);
            awaitBound(began);
            double seconds = (System.nanoTime() - began) / 1e9;
            CpuClock used = CpuClock.read(client).since(before);
            out.printf(
                    Locale.ROOT,
                    "bound    %d pods to %d nodes in %.3f s: %.0f pods/s; CPU per pod: server %.0f us, client %.0f us%n",
                    count,
                    nodes,
                    seconds,
                    count / seconds,
                    used.server() * 1e6 / count,
                    used.client() * 1e6 / count);
        } finally {
            client.send(HttpMethod.DELETE, pods + "?gracePeriodSeconds=0", "").await();
            client.send(HttpMethod.DELETE, NODES + "?labelSelector=" + LABEL + "%3D" + run, "")
                    .await();
            client.send(HttpMethod.DELETE, "/api/v1/namespaces/" + run, "").await();
        }
    }

    private Future<?> create(int index) {
        return client.send(HttpMethod.POST, pods, POD.formatted("pod-" + index, LABEL, run));
    }

    private void awaitBound(long began) throws InterruptedException, TimeoutException {
        while (someUnbound()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new TimeoutException("not all pods are bound after " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(LOOK);
        }
    }

    private boolean someUnbound() {
        byte[] answer = client.send(HttpMethod.GET, pods + "?fieldSelector=spec.nodeName%3D&limit=1", "")
                .await()
                .getBytes();
        return !Json.parse(answer).path("items").isEmpty();
    }
}
