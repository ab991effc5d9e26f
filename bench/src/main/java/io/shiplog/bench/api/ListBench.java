package io.shiplog.bench.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lists of pods of 4 KB: whole, in pages as kubectl asks for them, and as the table that {@code kubectl get} prints.
 */
final class ListBench {
    private static final int CLIENTS = 64;
    private static final int RUNS = 3;
    private static final int PAGE = 500;
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final String PAYLOAD = "x".repeat(2_900);

    private final BenchClient client;
    private final String path;
    private final PrintStream out;
    private int created;

    /** @param path the pods of a namespace */
    ListBench(BenchClient client, String path, PrintStream out) {
        this.client = client;
        this.path = path;
        this.out = out;
    }

    /** Fills the collection up to each size in turn and lists it. */
    void run(List<Integer> sizes) {
        for (int size : sizes) {
            fill(size);
            measure("whole", size, () -> read("", ""));
            measure("pages", size, () -> pages(""));
            measure("table", size, () -> read("", TABLE));
            measure("table pages", size, () -> pages(TABLE));
        }
    }

    /** Makes pods until there are so many. */
    void fill(int size) {
        int first = created;
        Load.run(size - first, CLIENTS, i -> create("pod-" + (first + i)));
        created = size;
    }

    private void measure(String what, int size, LongSupplier list) {
        double[] seconds = new double[RUNS];
        long bytes = 0;
        CpuClock before = CpuClock.read(client);
        for (int i = 0; i < RUNS; i++) {
            long started = System.nanoTime();
            bytes = list.getAsLong();
            seconds[i] = (System.nanoTime() - started) / 1e9;
        }
        CpuClock used = CpuClock.read(client).since(before);
        Arrays.sort(seconds);
        out.printf(
                Locale.ROOT,
                "list %,d pods, %s: %,d bytes in %.2f s (best %.2f, worst %.2f); CPU per list: server %.2f s, client %.2f s%n",
                size,
                what,
                bytes,
                seconds[RUNS / 2],
                seconds[0],
                seconds[RUNS - 1],
                used.server() / RUNS,
                used.client() / RUNS);
    }

    /** Reads one answer to its end and counts its bytes. */
    private long read(String query, String accept) {
        AtomicLong bytes = new AtomicLong();
        client.send(HttpMethod.GET, path + query, "", accept, (HttpClientResponse response) -> {
                    response.handler((Buffer part) -> bytes.addAndGet(part.length()));
                    return response.end();
                })
                .await();
        return bytes.get();
    }

    private long pages(String accept) {
        long bytes = 0;
        String token = "";
        do {
            String query = "?limit=" + PAGE + (token.isEmpty() ? "" : "&continue=" + token);
            byte[] page = client.send(HttpMethod.GET, path + query, "", accept, HttpClientResponse::body)
                    .await()
                    .getBytes();
            bytes += page.length;
            token = continueToken(page);
        } while (!token.isEmpty());
        return bytes;
    }

    /** Lists begin with their metadata: the rest is not parsed. */
    private static String continueToken(byte[] page) {
        String head = new String(page, 0, Math.min(page.length, 1_000), StandardCharsets.UTF_8);
        int at = head.indexOf("\"continue\":\"");
        if (at < 0) {
            return "";
        }
        int from = at + "\"continue\":\"".length();
        return head.substring(from, head.indexOf('"', from));
    }

    /** No scheduler serves these pods: they stay as they are. */
    private Future<?> create(String name) {
        return client.send(
                HttpMethod.POST,
                path,
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                        + "\",\"labels\":{\"app\":\"bench\"},\"annotations\":{\"payload\":\"" + PAYLOAD
                        + "\"}},\"spec\":{\"schedulerName\":\"shiplog-bench\",\"containers\":[{\"name\":\"main\","
                        + "\"image\":\"bench\",\"env\":[{\"name\":\"A\",\"value\":\"1\"}],"
                        + "\"resources\":{\"requests\":{\"cpu\":\"100m\",\"memory\":\"64Mi\"}}}]}}");
    }
}
