package io.shiplog.apiserver.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was answered at random moments of a random history, of all verbs and of kinds that come and go, is answered
 * again, byte for byte, below the path of its moment: whether that is folded from the beginning, from a keyframe, or
 * from another moment.
 */
class PastLawsTest {
    private static final int OPERATIONS = 250;
    private static final String MERGE = "application/merge-patch+json";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String PARTIAL = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private static final List<String> PATHS = List.of(
            "/api/v1/configmaps",
            "/api/v1/configmaps?labelSelector=odd%3Dyes",
            "/api/v1/configmaps?fieldSelector=metadata.name%3Dm1",
            "/api/v1/configmaps?limit=3",
            "/api/v1/namespaces/a/configmaps/m2",
            "/api/v1/namespaces",
            "/apis/apps/v1/deployments",
            "/apis/apps/v1/namespaces/a/deployments/d1/scale",
            "/apis/stable.example.com/v1/shapes",
            DEFINITIONS,
            "/api",
            "/apis",
            "/apis/stable.example.com/v1",
            "/openapi/v3",
            "/version");

    /** What was asked: a path and what is accepted. */
    private record Question(String path, String accept) {}

    /** What was answered at one moment. */
    private record Recorded(long version, Map<Question, String> answers) {}

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void everyRecordedMomentIsReadBackAsItWas(long seed, @TempDir Path folder) {
        Random random = new Random(seed);
        try (TestServer server = TestServer.start(folder);
                TestClient client = server.client()) {
            client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"a\"}}");
            client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"b\"}}");
            List<Recorded> moments = new ArrayList<>();
            long keyframe = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                change(client, random, i);
                if (random.nextInt(20) == 0) {
                    moments.add(record(client));
                }
                if (random.nextInt(80) == 0) {
                    server.archive().write(server.replica().state(), Instant.now());
                    keyframe = server.replica().state().resourceVersion();
                }
            }
            moments.add(record(client));
            Collections.shuffle(moments, random);
            moments.forEach(moment -> assertReadBack(client, moment));
            server.archive().forgetBefore(keyframe);
            for (Recorded moment : moments) {
                if (moment.version() >= keyframe) {
                    assertReadBack(client, moment);
                }
            }
        }
    }

    private static void change(TestClient client, Random random, int number) {
        String namespace = random.nextBoolean() ? "a" : "b";
        String maps = "/api/v1/namespaces/" + namespace + "/configmaps";
        String name = "m" + random.nextInt(6);
        String map = """
                {"metadata":{"name":"%s","labels":{"odd":"%s"}},"data":{"k":"v%d"}}
                """.formatted(name, number % 2 == 1 ? "yes" : "no", number);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> client.post(maps, map);
            case 3 -> client.put(maps + "/" + name, map);
            case 4, 5 -> client.patch(maps + "/" + name, MERGE, "{\"data\":{\"k\":\"p" + number + "\"}}");
            case 6 -> client.delete(maps + "/" + name);
            case 7 -> client.delete(maps + "?labelSelector=odd%3Dyes");
            case 8 -> client.post("/apis/apps/v1/namespaces/a/deployments", """
                        {"metadata":{"name":"d%d"},"spec":{"selector":{"matchLabels":{"x":"y"}},
                         "template":{"metadata":{"labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"i:%d"}]}}}}
                        """.formatted(random.nextInt(3), number));
            case 9 -> client.delete("/apis/apps/v1/namespaces/a/deployments/d" + random.nextInt(3));
            case 10 -> declareOrNot(client, random);
            default ->
                client.post(
                        "/apis/stable.example.com/v1/namespaces/a/shapes",
                        "{\"metadata\":{\"name\":\"s" + random.nextInt(3) + "\"},\"spec\":{\"sides\":3}}");
        }
    }

    private static void declareOrNot(TestClient client, Random random) {
        if (random.nextBoolean()) {
            client.delete(DEFINITIONS + "/shapes.stable.example.com");
            client.patch(DEFINITIONS + "/shapes.stable.example.com", MERGE, "{\"metadata\":{\"finalizers\":null}}");
            return;
        }
        client.post(DEFINITIONS, """
                {"metadata":{"name":"shapes.stable.example.com"},"spec":{"group":"stable.example.com","scope":"Namespaced",
                 "names":{"plural":"shapes","singular":"shape","kind":"Shape"},"versions":[{"name":"v1","served":true,
                 "storage":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
                """);
    }

    private static Recorded record(TestClient client) {
        Map<Question, String> answers = new LinkedHashMap<>();
        for (String path : PATHS) {
            answers.put(new Question(path, "application/json"), "");
        }
        answers.put(new Question("/api/v1/configmaps", TABLE), "");
        answers.put(new Question("/api/v1/configmaps", PARTIAL), "");
        answers.put(new Question("/api/v1/configmaps", "application/yaml"), "");
        answers.replaceAll((question, none) -> answer(client, "", question));
        long version = client.get("/api/v1/configmaps")
                .json()
                .at("/metadata/resourceVersion")
                .asLong();
        return new Recorded(version, answers);
    }

    private static void assertReadBack(TestClient client, Recorded moment) {
        moment.answers()
                .forEach((question, answer) -> assertThat(answer(client, "/at/" + moment.version(), question))
                        .as(question + " at " + moment.version())
                        .isEqualTo(answer));
    }

    /**
     * Ages of some seconds may differ: a table says how old an object is at its moment, which is that of the last
     * change.
     */
    private static String answer(TestClient client, String prefix, Question question) {
        TestClient.Reply reply = client.get(prefix + question.path(), "Accept", question.accept());
        String text = reply.code() + " " + reply.text();
        return question.accept().equals(TABLE) ? text.replaceAll("\"\\d+s\"", "\"some seconds\"") : text;
    }
}
