package io.shiplog.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.shiplog.apiserver.testkit.RawClient;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.apiserver.testkit.WatchReader;
import io.shiplog.journal.replica.ReplicaSettings;
import io.shiplog.resources.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Watches as clients see them. */
class WatchTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = TestServer.start(folder, ReplicaSettings.DEFAULT.withHistory(20, Duration.ofMinutes(5)));
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void sendsWhatIsThereFirstWhenNoVersionIsGiven() {
        create("a", "1");
        try (WatchReader watch = WatchReader.open(client, MAPS + "?watch=true")) {
            assertThat(watch.next().shortText()).isEqualTo("ADDED a");
            create("b", "1");
            assertThat(watch.next().shortText()).isEqualTo("ADDED b");
            client.delete(MAPS + "/a");
            var deleted = watch.next();
            assertThat(deleted.shortText()).isEqualTo("DELETED a");
            assertThat(deleted.resourceVersion())
                    .isGreaterThan(watch.history().getFirst().resourceVersion());
        }
    }

    @Test
    void resumesAfterAVersionWithoutLossOrRepetition() {
        long from = create("a", "1");
        create("b", "1");
        client.delete(MAPS + "/b");
        try (WatchReader watch = WatchReader.open(client, MAPS + "?watch=true&resourceVersion=" + from)) {
            assertThat(watch.next().shortText()).isEqualTo("ADDED b");
            assertThat(watch.next().shortText()).isEqualTo("DELETED b");
        }
    }

    @Test
    void turnsChangesOfSelectedLabelsIntoComingAndGoing() {
        long from = create("a", "1");
        try (WatchReader watch =
                WatchReader.open(client, MAPS + "?watch=true&labelSelector=tier%3Dweb&resourceVersion=" + from)) {
            merge("a", "{\"metadata\":{\"labels\":{\"tier\":\"web\"}}}");
            assertThat(watch.next().shortText()).isEqualTo("ADDED a");
            merge("a", "{\"data\":{\"k\":\"2\"}}");
            assertThat(watch.next().shortText()).isEqualTo("MODIFIED a");
            merge("a", "{\"metadata\":{\"labels\":{\"tier\":\"db\"}}}");
            assertThat(watch.next().shortText()).isEqualTo("DELETED a");
        }
    }

    @Test
    void saysGoneWhenTheVersionIsNoLongerKept() {
        long from = create("old", "1");
        for (int i = 0; i < 30; i++) {
            create("filler" + i, "1");
        }
        try (WatchReader watch = WatchReader.open(client, MAPS + "?watch=true&resourceVersion=" + from)) {
            var error = watch.next();
            assertThat(error.type()).isEqualTo("ERROR");
            assertThat(error.object().path("code").asInt()).isEqualTo(410);
            assertThat(error.object().path("reason").asString()).isEqualTo("Expired");
        }
    }

    @Test
    void marksTheEndOfTheInitialEvents() {
        create("a", "1");
        try (WatchReader watch = WatchReader.open(
                client,
                MAPS
                        + "?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan")) {
            assertThat(watch.next().shortText()).isEqualTo("ADDED a");
            var bookmark = watch.next();
            assertThat(bookmark.type()).isEqualTo("BOOKMARK");
            assertThat(bookmark.object()
                            .path("metadata")
                            .path("annotations")
                            .path("k8s.io/initial-events-end")
                            .asString())
                    .isEqualTo("true");
        }
    }

    @Test
    void startsWithoutWhatIsThereWhenToldTo() {
        create("a", "1");
        String path = MAPS + "?watch=true&sendInitialEvents=false&resourceVersionMatch=NotOlderThan";
        try (WatchReader watch = WatchReader.open(client, path)) {
            create("b", "1");
            assertThat(watch.next().shortText()).isEqualTo("ADDED b");
        }
    }

    @Test
    void sendsTheInitialEventsToThoseWhoTakeNoBookmarks() {
        create("a", "1");
        String path = MAPS + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
        try (WatchReader watch = WatchReader.open(client, path)) {
            assertThat(watch.next().shortText()).isEqualTo("ADDED a");
            create("b", "1");
            assertThat(watch.next().shortText()).isEqualTo("ADDED b");
        }
        assertThat(client.get(MAPS + "?watch=true&sendInitialEvents=true").code())
                .isEqualTo(422);
        assertThat(client.get(MAPS + "?watch=true&resourceVersionMatch=NotOlderThan&resourceVersion=1")
                        .code())
                .isEqualTo(422);
    }

    @Test
    void tellsAtItsEndHowFarItIs() {
        long from = create("a", "1");
        String bookmarks = MAPS + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=2&resourceVersion=";
        try (WatchReader watch = WatchReader.open(client, bookmarks + from)) {
            client.post("/api/v1/namespaces/default/secrets", "{\"metadata\":{\"name\":\"elsewhere\"}}");
            var bookmark = watch.next();
            assertThat(bookmark.type()).isEqualTo("BOOKMARK");
            assertThat(bookmark.resourceVersion()).isGreaterThan(from);
            assertThat(bookmark.object().path("kind").asString()).isEqualTo("ConfigMap");
        }
    }

    @Test
    void showsRowsOrMetadataOfWhatChanges() {
        long from = create("a", "1");
        String path = MAPS + "?watch=true&timeoutSeconds=2&resourceVersion=" + (from - 1);
        String table = client.get(path, "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .text();
        ObjectNode event = Json.parse(table.lines().findFirst().orElseThrow().getBytes(UTF_8));
        assertThat(event.path("type").asString()).isEqualTo("ADDED");
        assertThat(event.at("/object/kind").asString()).isEqualTo("Table");
        assertThat(event.at("/object/rows/0/cells/0").asString()).isEqualTo("a");
        String metadata = client.get(path, "Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")
                .text();
        ObjectNode partial =
                Json.parse(metadata.lines().findFirst().orElseThrow().getBytes(UTF_8));
        assertThat(partial.at("/object/kind").asString()).isEqualTo("PartialObjectMetadata");
        assertThat(partial.path("object").has("data")).isFalse();
    }

    @Test
    void followsOneObjectByItsName() {
        create("other", "1");
        String path = MAPS + "?watch=true&fieldSelector=metadata.name%3Done";
        try (WatchReader watch = WatchReader.open(client, path)) {
            create("one", "1");
            create("more", "1");
            client.delete(MAPS + "/one");
            assertThat(watch.next().shortText()).isEqualTo("ADDED one");
            assertThat(watch.next().shortText()).isEqualTo("DELETED one");
        }
    }

    @Test
    void endsForAClientThatReadsMoreSlowlyThanChangesAreKept() throws IOException {
        long from = create("first", "1");
        int changes = 300;
        try (RawClient slow = RawClient.connect(server)) {
            slow.send(MAPS + "?watch=true&resourceVersion=" + from);
            await().until(() -> openWatches() == 1);
            for (int i = 0; i < changes; i++) {
                create("large" + i, "x".repeat(100_000));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> openWatches() == 0);
            List<String> lines = new ArrayList<>();
            BufferedReader reader = new BufferedReader(new InputStreamReader(slow.input(), UTF_8));
            for (String line = reader.readLine(); line != null && !line.equals("0"); line = reader.readLine()) {
                if (line.contains("\"type\":\"")) {
                    lines.add(line);
                }
            }
            assertThat(lines.size()).isLessThan(changes);
            assertThat(lines.getLast()).contains("\"type\":\"ERROR\"").contains("\"code\":410");
        }
    }

    private long openWatches() {
        return client.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("apiserver_longrunning_requests "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    @Test
    void endsAfterItsTimeout() {
        try (WatchReader watch = WatchReader.open(client, MAPS + "?watch=true&timeoutSeconds=1")) {
            assertThat(watch.isOver(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void refusesToStartInTheFuture() {
        var reply = client.get(MAPS + "?watch=true&resourceVersion=999999");
        assertThat(reply.code()).isEqualTo(504);
        assertThat(reply.message()).contains("Too large resource version");
    }

    private long create(String name, String value) {
        var reply =
                client.post(MAPS, "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"%s\"}}".formatted(name, value));
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
        return reply.json().path("metadata").path("resourceVersion").asLong();
    }

    private void merge(String name, String patch) {
        var reply = client.patch(MAPS + "/" + name, "application/merge-patch+json", patch);
        assertThat(reply.code()).as(reply.text()).isEqualTo(200);
    }
}
