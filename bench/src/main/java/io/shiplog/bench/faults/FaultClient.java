package io.shiplog.bench.faults;

import io.shiplog.bench.faults.ApiMember.Answer;
import io.shiplog.bench.faults.history.ClientCall;
import io.shiplog.bench.faults.history.ClientCall.Effect;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client that writes and reads a few objects through any API server, one call after the other, and records what it
 * asked and was told. What it knows of an object it has from any client's answers, so that they race. Owned by its
 * thread.
 */
final class FaultClient implements Runnable {
    static final String PREFIX = "k-";
    private static final int KEYS = 6;
    private static final Duration PACE = Duration.ofMillis(8);

    private final String name;
    private final List<ApiMember> servers;
    private final Random random;
    /** The newest version of each object that anybody was told of; 0 for none. */
    private final Map<String, Long> known;

    private final Queue<ClientCall> calls;
    private int values;

    FaultClient(String name, List<ApiMember> servers, Random random, Map<String, Long> known, Queue<ClientCall> calls) {
        this.name = name;
        this.servers = servers;
        this.random = random;
        this.known = known;
        this.calls = calls;
    }

    @Override
    public void run() {
        while (!Thread.currentThread().isInterrupted()) {
            ApiMember server = servers.get(random.nextInt(servers.size()));
            String key = PREFIX + random.nextInt(KEYS);
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> put(server, key);
                case 3 -> delete(server, key);
                case 4, 5, 6, 7 -> get(server, key);
                case 8 -> list(server, true);
                default -> list(server, false);
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    void put(ApiMember server, String key) {
        long base = known.getOrDefault(key, 0L);
        String value = name + "-" + values++;
        String version = base == 0 ? "" : ",\"resourceVersion\":\"" + base + "\"";
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + key + "\"" + version
                + "},\"data\":{\"v\":\"" + value + "\"}}";
        long begin = System.nanoTime();
        Answer answer = base == 0
                ? server.call(HttpMethod.POST, ApiMember.OBJECTS, body)
                : server.call(HttpMethod.PUT, ApiMember.OBJECTS + "/" + key, body);
        wrote(server, begin, key, value, base, answer, answer.version());
    }

    private void delete(ApiMember server, String key) {
        long base = known.getOrDefault(key, 0L);
        if (base == 0) {
            return;
        }
        long begin = System.nanoTime();
        Answer answer = server.call(
                HttpMethod.DELETE,
                ApiMember.OBJECTS + "/" + key,
                "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"preconditions\":{\"resourceVersion\":\"" + base
                        + "\"}}");
        wrote(server, begin, key, null, base, answer, 0);
    }

    private void wrote(
            ApiMember server, long begin, String key, @Nullable String value, long base, Answer answer, long version) {
        Effect effect = switch (answer.code()) {
            case 200, 201 -> Effect.YES;
            case 404, 409 -> Effect.NO;
            default -> Effect.UNKNOWN;
        };
        calls.add(new ClientCall.Wrote(
                server.name(), begin, System.nanoTime(), key, value, base, effect, effect == Effect.YES ? version : 0));
        if (effect == Effect.YES) {
            known.put(key, version);
        }
    }

    private void get(ApiMember server, String key) {
        long begin = System.nanoTime();
        Answer answer = server.call(HttpMethod.GET, ApiMember.OBJECTS + "/" + key, "");
        long end = System.nanoTime();
        if (answer.code() == 200) {
            known.put(key, answer.version());
            calls.add(new ClientCall.Found(server.name(), begin, end, key, answer.version(), value(answer.body())));
        } else if (answer.code() == 404) {
            known.put(key, 0L);
            calls.add(new ClientCall.Found(server.name(), begin, end, key, 0, null));
        }
    }

    private void list(ApiMember server, boolean latest) {
        long begin = System.nanoTime();
        Answer answer = server.call(HttpMethod.GET, ApiMember.OBJECTS + (latest ? "" : "?resourceVersion=0"), "");
        long end = System.nanoTime();
        if (answer.code() == 200) {
            Map<String, Long> versions = new HashMap<>();
            for (JsonNode item : answer.body().path("items")) {
                String key = item.path("metadata").path("name").asString("");
                if (key.startsWith(PREFIX)) {
                    versions.put(
                            key,
                            Long.parseLong(item.path("metadata")
                                    .path("resourceVersion")
                                    .asString("0")));
                }
            }
            calls.add(new ClientCall.Listed(server.name(), begin, end, latest, answer.version(), versions));
        }
    }

    static String value(JsonNode object) {
        return object.path("data").path("v").asString("");
    }
}
