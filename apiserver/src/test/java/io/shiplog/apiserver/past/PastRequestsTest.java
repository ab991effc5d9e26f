package io.shiplog.apiserver.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import io.shiplog.apiserver.testkit.WatchReader;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is below {@code /at/<moment>}: how moments are named, what is refused, and a watch that begins in the past. */
class PastRequestsTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Test
    void aTimeAndADurationNameMomentsAsAResourceVersionDoes() {
        String name = create();
        Instant then = Instant.now();
        // The next change is of a later millisecond.
        while (!Instant.now().isAfter(then.plusMillis(2))) {
            Thread.onSpinWait();
        }
        client.delete(MAPS + "/" + name);
        assertThat(client.get("/at/" + then + MAPS + "/" + name).code()).isEqualTo(200);
        assertThat(client.get("/at/-0s" + MAPS + "/" + name).code()).isEqualTo(404);
        assertThat(client.get("/at/" + Instant.now() + MAPS + "/" + name).code())
                .isEqualTo(404);
    }

    @Test
    void nothingIsWrittenThere() {
        String name = create();
        long moment = version();
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
            Reply refused = client.send(method, "/at/" + moment + MAPS + "/" + name, "{}");
            assertThat(refused.code()).isEqualTo(405);
            assertThat(refused.json().path("kind").asString()).isEqualTo("Status");
            assertThat(refused.message()).contains("the past cannot be changed");
        }
        assertThat(client.get("/at/" + moment + "/api/v1/namespaces/default/pods/x/log")
                        .message())
                .contains("is not kept");
        assertThat(client.post("/at/" + moment + "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """
                                {"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}""")
                        .code())
                .isEqualTo(201);
    }

    @Test
    void saysWhatIsNoMomentAndWhatLiesOutsideTheWindow() {
        create();
        assertThat(client.get("/at/yesterday" + MAPS).code()).isEqualTo(400);
        assertThat(client.get("/at/yesterday" + MAPS).message()).contains("\"yesterday\" is no moment");
        assertThat(client.get("/at/0" + MAPS).code()).isEqualTo(400);
        Reply early = client.get("/at/2001-01-01T00:00:00Z" + MAPS);
        assertThat(early.code()).isEqualTo(410);
        assertThat(early.message()).contains("before the audit window, which reaches from ");
        assertThat(client.get("/at/-9000d" + MAPS).code()).isEqualTo(410);
        // So that kubectl comes to the question whose answer it shows.
        assertThat(client.get("/at/2001-01-01T00:00:00Z/apis").code()).isEqualTo(200);
        assertThat(client.get("/at/yesterday/api").code()).isEqualTo(200);
        Reply late = client.get("/at/" + (version() + 1000) + MAPS);
        assertThat(late.code()).isEqualTo(400);
        assertThat(late.message()).contains("is still to come");
        assertThat(client.get("/at/3001-01-01T00:00:00Z" + MAPS).code()).isEqualTo(400);
        assertThat(client.get("/at/1/at/1" + MAPS).code()).isEqualTo(404);
    }

    @Test
    void isAsWellGuardedAsThePresent() {
        long moment = version();
        try (TestClient nobody = server.client(null);
                TestClient node = server.client(server.pki().client("node", "system:node:n1", "system:nodes"))) {
            assertThat(nobody.get("/at/" + moment + MAPS).code()).isEqualTo(401);
            assertThat(nobody.get("/at/" + moment + "/version").code()).isEqualTo(200);
            assertThat(node.get("/at/" + moment + "/api/v1/services").code()).isEqualTo(200);
            assertThat(node.get("/at/" + moment + "/api/v1/pods").code()).isEqualTo(403);
            assertThat(node.get("/at/" + moment + "/api/v1/secrets").code()).isEqualTo(403);
        }
    }

    @Test
    void pagesOfAMomentThatMovesOnAreOfTheSameMoment() {
        for (int i = 0; i < 4; i++) {
            create();
        }
        Reply first = client.get("/at/-0s" + MAPS + "?limit=2");
        String token = first.json().at("/metadata/continue").asString();
        create();
        Reply second = client.get("/at/-0s" + MAPS + "?limit=2&continue=" + token);
        assertThat(second.json().at("/metadata/resourceVersion"))
                .isEqualTo(first.json().at("/metadata/resourceVersion"));
    }

    @Test
    void aWatchReplaysIntoThePresentAndGoesOn() {
        long moment = version();
        String one = create();
        client.delete(MAPS + "/" + one);
        try (WatchReader watch =
                WatchReader.open(client, "/at/" + moment + MAPS + "?watch=true&resourceVersion=" + moment)) {
            assertThat(watch.next().shortText()).isEqualTo("ADDED " + one);
            assertThat(watch.next().shortText()).isEqualTo("DELETED " + one);
            String two = create();
            assertThat(watch.next().shortText()).isEqualTo("ADDED " + two);
        }
    }

    @Test
    void aWatchThatBeginsWithItsObjectsShowsThoseOfThen() {
        String old = create();
        long moment = version();
        client.delete(MAPS + "/" + old);
        try (WatchReader watch =
                WatchReader.open(client, "/at/" + moment + MAPS + "?watch=true&fieldSelector=metadata.name%3D" + old)) {
            assertThat(watch.next().shortText()).isEqualTo("ADDED " + old);
            assertThat(watch.next().shortText()).isEqualTo("DELETED " + old);
        }
    }

    @Test
    void aWatchReplaysAtTheSpeedThatIsAskedFor() {
        long moment = version();
        String name = create();
        try (WatchReader watch =
                WatchReader.open(client, "/at/" + moment + MAPS + "?watch=true&speed=1000&resourceVersion=" + moment)) {
            assertThat(watch.next().shortText()).isEqualTo("ADDED " + name);
        }
        assertThat(client.get("/at/" + moment + MAPS + "?watch=true&speed=fast").code())
                .isEqualTo(400);
    }

    private String create() {
        String name = "past-" + NAMES.incrementAndGet();
        Reply created = client.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}");
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        return name;
    }

    private long version() {
        return client.get(MAPS).json().at("/metadata/resourceVersion").asLong();
    }
}
