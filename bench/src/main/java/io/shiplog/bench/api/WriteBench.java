package io.shiplog.bench.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.IntFunction;

/** Creates, updates and gets of ConfigMaps of 1 KB, with one client and with many. */
final class WriteBench {
    private static final int CLIENTS = 64;
    private static final int WARM_UP = 5_000;
    private static final int SINGLE_REQUESTS = 2_000;
    private static final String PAYLOAD = "x".repeat(900);

    private final BenchClient client;
    private final String path;
    private final PrintStream out;

    /** @param path the ConfigMaps of a namespace */
    WriteBench(BenchClient client, String path, PrintStream out) {
        this.client = client;
        this.path = path;
        this.out = out;
    }

    void run(int objects) {
        int warmUp = Math.min(WARM_UP, objects);
        int single = Math.min(SINGLE_REQUESTS, objects);
        Load.run(warmUp, CLIENTS, i -> create("warm-" + i));
        Load.run(warmUp, CLIENTS, i -> update("warm-" + i));
        Load.run(warmUp, CLIENTS, i -> get("warm-" + i));
        out.printf(
                "%-8s %7s %11s %9s %9s %16s %16s%n",
                "", "clients", "per second", "p50 ms", "p99 ms", "server CPU us", "client CPU us");
        measure("create", single, 1, i -> create("single-" + i));
        measure("update", single, 1, i -> update("single-" + i));
        measure("get", single, 1, i -> get("single-" + i));
        measure("create", objects, CLIENTS, i -> create("many-" + i));
        measure("update", objects, CLIENTS, i -> update("many-" + i));
        measure("get", objects, CLIENTS, i -> get("many-" + i));
    }

    /** Creates one more object. */
    Future<?> create(String name) {
        return client.send(HttpMethod.POST, path, body(name, "1"));
    }

    private void measure(String what, int count, int clients, IntFunction<Future<?>> request) {
        CpuClock before = CpuClock.read(client);
        Load.Result result = Load.run(count, clients, request);
        CpuClock used = CpuClock.read(client).since(before);
        out.printf(
                Locale.ROOT,
                "%-8s %7d %11.0f %9.2f %9.2f %16.0f %16.0f%n",
                what,
                clients,
                result.perSecond(),
                result.percentileMillis(50),
                result.percentileMillis(99),
                used.server() * 1e6 / count,
                used.client() * 1e6 / count);
    }

    private Future<?> update(String name) {
        return client.send(HttpMethod.PUT, path + "/" + name, body(name, "2"));
    }

    private Future<?> get(String name) {
        return client.send(HttpMethod.GET, path + "/" + name, "");
    }

    private static String body(String name, String value) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"k\":\"" + value + "\",\"payload\":\"" + PAYLOAD + "\"}}";
    }
}
