package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.HistoryValidators;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.apiserver.testkit.WatchReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Random operations on the server and on a sorted map beside it: replies, the final list and watch histories agree. */
class ModelTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int OPERATIONS = 300;
    private static final int NAMES = 6;

    /** An object of the model: what it holds and at which version. */
    private record Held(String value, long version) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void answersLikeASortedMap(long seed, @TempDir Path folder) {
        Random random = new Random(seed);
        TreeMap<String, Held> model = new TreeMap<>();
        List<String> expected = new ArrayList<>();
        try (TestServer server = TestServer.start(folder);
                TestClient client = server.client();
                WatchReader watch = WatchReader.open(client, MAPS + "?watch=true")) {
            for (int i = 0; i < OPERATIONS; i++) {
                String name = "m" + random.nextInt(NAMES);
                String value = "v" + i;
                switch (random.nextInt(5)) {
                    case 0, 1 -> create(client, model, expected, name, value);
                    case 2 -> update(client, model, expected, name, value, random.nextBoolean());
                    case 3 -> patch(client, model, expected, name, value);
                    default -> delete(client, model, expected, name);
                }
                compareRead(client, model, name);
            }
            compareList(client, model);
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < expected.size(); i++) {
                seen.add(watch.next().shortText());
            }
            assertThat(seen).isEqualTo(expected);
            HistoryValidators.check(watch.history());
            resume(client, watch.history(), random);
        }
    }

    /** A watch from any point of the history shows exactly the rest of it: Resumable. */
    private static void resume(TestClient client, List<WatchReader.Event> history, Random random) {
        int from = random.nextInt(history.size() - 1);
        long version = history.get(from).resourceVersion();
        try (WatchReader rest = WatchReader.open(client, MAPS + "?watch=true&resourceVersion=" + version)) {
            for (WatchReader.Event event : history.subList(from + 1, history.size())) {
                assertThat(rest.next()).isEqualTo(event);
            }
        }
    }

    private static void create(
            TestClient client, Map<String, Held> model, List<String> expected, String name, String value) {
        var reply = client.post(MAPS, body(name, value, ""));
        assertThat(reply.code()).as(reply.text()).isEqualTo(model.containsKey(name) ? 409 : 201);
        if (reply.code() == 201) {
            model.put(name, new Held(value, version(reply.json())));
            expected.add("ADDED " + name);
        }
    }

    private static void update(
            TestClient client,
            Map<String, Held> model,
            List<String> expected,
            String name,
            String value,
            boolean stale) {
        Held held = model.get(name);
        String base = held == null ? "" : Long.toString(stale ? held.version() - 1 : held.version());
        var reply = client.put(MAPS + "/" + name, body(name, value, base));
        int code = held == null ? 404 : stale ? 409 : 200;
        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        if (code == 200) {
            model.put(name, new Held(value, version(reply.json())));
            expected.add("MODIFIED " + name);
        }
    }

    private static void patch(
            TestClient client, Map<String, Held> model, List<String> expected, String name, String value) {
        var reply =
                client.patch(MAPS + "/" + name, "application/merge-patch+json", "{\"data\":{\"k\":\"" + value + "\"}}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(model.containsKey(name) ? 200 : 404);
        if (reply.code() == 200) {
            model.put(name, new Held(value, version(reply.json())));
            expected.add("MODIFIED " + name);
        }
    }

    private static void delete(TestClient client, Map<String, Held> model, List<String> expected, String name) {
        var reply = client.delete(MAPS + "/" + name);
        assertThat(reply.code()).as(reply.text()).isEqualTo(model.containsKey(name) ? 200 : 404);
        if (model.remove(name) != null) {
            expected.add("DELETED " + name);
        }
    }

    private static void compareRead(TestClient client, Map<String, Held> model, String name) {
        var reply = client.get(MAPS + "/" + name);
        Held held = model.get(name);
        assertThat(reply.code()).isEqualTo(held == null ? 404 : 200);
        if (held != null) {
            assertThat(reply.json().path("data").path("k").asString()).isEqualTo(held.value());
            assertThat(version(reply.json())).isEqualTo(held.version());
        }
    }

    private static void compareList(TestClient client, TreeMap<String, Held> model) {
        List<String> names = new ArrayList<>();
        client.get(MAPS)
                .json()
                .path("items")
                .forEach(item -> names.add(item.path("metadata").path("name").asString("")));
        assertThat(names).containsExactlyElementsOf(model.keySet());
    }

    private static long version(ObjectNode object) {
        return object.path("metadata").path("resourceVersion").asLong();
    }

    private static String body(String name, String value, String version) {
        return """
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"%s","resourceVersion":"%s"},"data":{"k":"%s"}}
                """.formatted(name, version, value);
    }
}
