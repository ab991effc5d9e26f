package io.shiplog.bench.faults;

import io.shiplog.bench.faults.history.ClientCall;
import io.shiplog.bench.faults.history.OneOrder;
import io.shiplog.bench.faults.history.Truth;
import io.shiplog.bench.faults.history.WatchGuarantees;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Clients and watchers work while faults happen; then everything that they saw is checked. */
public final class FaultSuite {
    private static final int CLIENTS = 6;
    private static final int WATCHERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PACE = Duration.ofMillis(100);

    private final FaultCluster cluster;
    private final PrintStream out;
    private final Queue<ClientCall> calls = new ConcurrentLinkedQueue<>();
    private final List<FaultWatcher> watchers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private FaultSuite(FaultCluster cluster, PrintStream out) {
        this.cluster = cluster;
        this.out = out;
    }

    /**
     * Runs it.
     *
     * @param folder empty, for what the processes keep and print
     * @return what was not as promised, a line each
     */
    public static List<String> run(PrintStream out, Path folder, FaultSettings settings) throws IOException {
        out.println("seed " + settings.seed() + ", what the processes say is in " + folder);
        try (FaultCluster cluster = FaultCluster.start(folder, settings.main())) {
            // Whoever ends this with Ctrl-C wants no process of it either.
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::endProcesses, "end of the cluster"));
            out.println("the cluster works: " + Brokers.COUNT + " brokers, " + FaultCluster.APIS + " API servers");
            return new FaultSuite(cluster, out).run(settings);
        }
    }

    private List<String> run(FaultSettings settings) throws IOException {
        cluster.servers()
                .getFirst()
                .call(
                        HttpMethod.POST,
                        "/api/v1/namespaces",
                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"" + ApiMember.NAMESPACE
                                + "\"}}");
        var random = new Random(settings.seed());
        List<Fault> plan = settings.shortest() ? Fault.SHORTEST : Fault.plan(random, FaultCluster.APIS, 10_000);
        start(settings.seed());
        var faults = new Faults(cluster);
        long deadline = System.nanoTime() + settings.length().toNanos();
        for (Fault fault : plan) {
            if (System.nanoTime() - deadline > 0) {
                break;
            }
            int before = calls.size();
            faults.happen(fault);
            awaitHealth();
            out.println(fault + ": " + (calls.size() - before) + " calls");
        }
        return finish();
    }

    private void start(long seed) {
        Map<String, Long> known = new ConcurrentHashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("client-" + i)
                    .start(new FaultClient("c" + i, cluster.servers(), new Random(seed + i), known, calls)));
        }
        for (int i = 0; i < WATCHERS; i++) {
            var watcher = new FaultWatcher("w" + i, cluster.servers(), new Random(seed - 1 - i));
            watchers.add(watcher);
            threads.add(Thread.ofPlatform().daemon().name("watcher-" + i).start(watcher));
        }
    }

    /** Every API server takes writes and reads again. */
    private void awaitHealth() {
        for (ApiMember server : cluster.servers()) {
            await("an API server does not take writes", () -> version(server) > 0);
        }
    }

    /** Writes an object that nobody watches; its version, 0 when it was not written. */
    private static long version(ApiMember server) {
        ApiMember.Answer answer = server.call(
                HttpMethod.POST,
                ApiMember.OBJECTS,
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"generateName\":\"health-\"}}");
        return answer.code() == 201 ? answer.version() : 0;
    }

    private List<String> finish() {
        threads.subList(0, CLIENTS).forEach(FaultSuite::end);
        long[] end = new long[1];
        await("nothing can be written at the end", () -> {
            end[0] = version(cluster.servers().getFirst());
            return end[0] > 0;
        });
        List<String> violations = new ArrayList<>();
        try {
            await(
                    "a watcher did not hear of what was written last",
                    () -> watchers.stream().allMatch(watcher -> watcher.position() >= end[0]));
        } catch (IllegalStateException e) {
            violations.add("Reliable: " + e.getMessage());
        }
        threads.forEach(FaultSuite::end);
        Truth truth = TrueHistory.read(cluster.kafka());
        List<ClientCall> recorded = List.copyOf(calls);
        violations.addAll(OneOrder.violations(truth, recorded));
        // What was never answered may yet take effect behind that.
        for (FaultWatcher watcher : watchers) {
            violations.addAll(WatchGuarantees.violations(truth, watcher.record(), end[0]));
        }
        out.println(recorded.size() + " calls, " + truth.size() + " versions, "
                + watchers.stream()
                        .mapToInt(each -> each.record().steps().size())
                        .sum() + " steps of watchers: "
                + violations.size() + " violations");
        violations.stream().limit(20).forEach(out::println);
        return violations;
    }

    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(String otherwise, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(otherwise);
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }
}
