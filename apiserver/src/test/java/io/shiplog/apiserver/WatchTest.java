package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.apiserver.testkit.WatchReader;
import io.shiplog.journal.replica.ReplicaSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watches as clients see them. */
class WatchTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = TestServer.start(
                folder, ReplicaSettings.defaults(Throwable::printStackTrace).withHistory(20, Duration.ofMinutes(5)));
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
