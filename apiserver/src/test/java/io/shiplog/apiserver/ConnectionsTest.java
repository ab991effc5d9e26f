package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.authn.RevokedNodes;
import io.shiplog.apiserver.testkit.RawClient;
import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestPki;
import io.shiplog.apiserver.testkit.WatchReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients may use a connection: as client-go does, and no more than upstream's server lets them. */
class ConnectionsTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void cancelledWatchesDoNotHarmTheirConnection() throws IOException {
        try (WatchReader kept = WatchReader.open(client, MAPS + "?watch=true&fieldSelector=metadata.name%3Dkept")) {
            for (int i = 0; i < 20; i++) {
                List<InputStream> watches = new ArrayList<>();
                for (int j = 0; j < 50; j++) {
                    watches.add(client.stream(MAPS + "?watch=true"));
                }
                for (InputStream watch : watches) {
                    watch.close();
                }
            }
            assertThat(client.post(MAPS, "{\"metadata\":{\"name\":\"kept\"}}").code())
                    .isEqualTo(201);
            assertThat(kept.next().shortText()).isEqualTo("ADDED kept");
        }
    }

    @Test
    void theConnectionOfANodeWhoseCertificateIsTakenBackEndsWithItsWatches() {
        TestPki.Issued node = server.pki().client("stolen", "system:node:stolen", "system:nodes", "system:masters");
        try (TestClient thief = server.client(node);
                WatchReader watch = WatchReader.open(thief, MAPS + "?watch=true")) {
            client.post(
                    "/api/v1/namespaces/kube-system/configmaps",
                    "{\"metadata\":{\"name\":\"" + RevokedNodes.PREFIX + "stolen\"}}");
            assertThat(watch.isOver(Duration.ofSeconds(30))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 70_000, 200_000, 900_000})
    void readsLongHeads(int characters) {
        String filler = "a".repeat(characters);
        assertThat(client.get(MAPS, "X-Filler", filler).code()).isEqualTo(200);
        assertThat(client.get(MAPS + "?filler=" + filler).code()).isEqualTo(200);
        try (RawClient plain = RawClient.connect(server)) {
            assertThat(plain.get(MAPS + "?limit=1&filler=" + filler)).startsWith("HTTP/1.1 200 ");
        }
        try (RawClient plain = RawClient.connect(server)) {
            assertThat(plain.get(MAPS + "?limit=1", "X-Filler: " + filler)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void refusesHeadsOfMoreThanAMegabyte() {
        String filler = "a".repeat(1_200_000);
        assertThat(client.get(MAPS, "X-Filler", filler).code()).isEqualTo(431);
        try (RawClient plain = RawClient.connect(server)) {
            assertThat(plain.get(MAPS, "X-Filler: " + filler)).contains(" 431 ");
        }
        try (RawClient plain = RawClient.connect(server)) {
            assertThat(plain.get(MAPS + "?filler=" + filler)).contains(" 431 ");
        }
        assertThat(client.get(MAPS).code()).isEqualTo(200);
    }
}
