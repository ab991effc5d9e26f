package io.shiplog.bench.api;

import io.shiplog.resources.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pods benchmark: how long a Deployment takes from its creation until all its replicas are Ready. Works against any
 * Kubernetes API server; simulated nodes show what the control plane itself takes.
 */
public final class PodsBench {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String DEPLOYMENT = """
            {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"%1$s"},"spec":{"replicas":%2$d,\
            "selector":{"matchLabels":{"app":"%1$s"}},"template":{"metadata":{"labels":{"app":"%1$s"}},\
            "spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"web","image":"example/web:1",\
            "ports":[{"name":"http","containerPort":8080}],\
            "readinessProbe":{"httpGet":{"path":"/","port":"http"},"periodSeconds":1}}]}}}}
            """;

    private final BenchClient client;

    private PodsBench(BenchClient client) {
        this.client = client;
    }

    /**
     * Creates Deployments one after the other, times each and deletes them, and prints a line per Deployment.
     *
     * @param kubeconfig of any Kubernetes API server, with a client certificate that may do everything
     * @param replicas how many pods each Deployment has
     * @param rounds how many Deployments: the first one meets a process that has not run any
     * @throws TimeoutException when not all of them are Ready within three minutes
     */
    public static void run(Path kubeconfig, int replicas, int rounds, PrintStream out)
            throws InterruptedException, TimeoutException {
        Vertx vertx = Vertx.vertx();
        try {
            var bench = new PodsBench(new BenchClient(vertx, kubeconfig, 2));
            for (int round = 1; round <= rounds; round++) {
                Duration took = bench.deploy("shiplog-bench-" + System.currentTimeMillis(), replicas);
                out.printf(Locale.ROOT, "pods     %d Ready after %.3f s%n", replicas, took.toNanos() / 1e9);
            }
        } finally {
            vertx.close().await();
        }
    }

    private Duration deploy(String name, int replicas) throws InterruptedException, TimeoutException {
        long began = System.nanoTime();
        client.send(HttpMethod.POST, DEPLOYMENTS, DEPLOYMENT.formatted(name, replicas))
                .await();
        try {
            while (ready(name) < replicas) {
                if (System.nanoTime() - began > PATIENCE.toNanos()) {
                    throw new TimeoutException(name + " is not Ready after " + PATIENCE.toSeconds() + " s");
                }
                Thread.sleep(LOOK);
            }
            return Duration.ofNanos(System.nanoTime() - began);
        } finally {
            client.send(HttpMethod.DELETE, DEPLOYMENTS + "/" + name, "").await();
        }
    }

    private int ready(String name) {
        Buffer answer =
                client.send(HttpMethod.GET, DEPLOYMENTS + "/" + name, "").await();
        ObjectNode deployment = Json.parse(answer.getBytes());
        return deployment.path("status").path("readyReplicas").asInt(0);
    }
}
