package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.RawClient;
import io.shiplog.apiserver.testkit.ServerTest;
import org.junit.jupiter.api.Test;

/** Which URLs are served and what is said to the others; the documents beside the resources. */
class PathsTest extends ServerTest {
    private static final String NODES = "/api/v1/namespaces/default/nodes";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void clusterScopedKindsLieInNoNamespace() {
        assertThat(client.get(NODES).code()).isEqualTo(404);
        assertThat(client.post(NODES, "{\"metadata\":{\"name\":\"n\"}}").code()).isEqualTo(404);
        assertThat(client.get("/api/v1/nodes").json().path("items").size()).isZero();
    }

    @Test
    void nothingLiesBelowASubresource() {
        client.post(MAPS, "{\"metadata\":{\"name\":\"m\"}}");
        assertThat(client.get("/api/v1/namespaces/default/pods/p/status/more").code())
                .isEqualTo(404);
        assertThat(client.get(MAPS + "/m/status").code()).isEqualTo(404);
        assertThat(client.get("/api/v1/configmaps/m").code()).isEqualTo(404);
    }

    @Test
    void brokenEscapesAreTheClientsFault() {
        try (RawClient raw = RawClient.connect(server)) {
            assertThat(raw.get(MAPS + "/%zz")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void theOldWatchOfOneObjectIsAWatch() {
        client.post(MAPS, "{\"metadata\":{\"name\":\"seen\"}}");
        client.post(MAPS, "{\"metadata\":{\"name\":\"unseen\"}}");
        var watched = client.get("/api/v1/watch/namespaces/default/configmaps/seen?timeoutSeconds=1");
        assertThat(watched.text().lines()).hasSize(1);
        assertThat(watched.text()).startsWith("{\"type\":\"ADDED\"").contains("\"name\":\"seen\"");
    }

    @Test
    void aDocumentThatTheClientHasIsNotSentAgain() {
        String aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
        for (String path : new String[] {"/apis", "/api", "/openapi/v3"}) {
            var first = client.get(path, "Accept", aggregated);
            assertThat(first.code()).isEqualTo(200);
            String etag = first.header("etag").getFirst();
            var again = client.get(path, "Accept", aggregated, "If-None-Match", etag);
            assertThat(again.code()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
        assertThat(client.get("/apis").header("etag"))
                .isNotEqualTo(client.get("/apis", "Accept", aggregated).header("etag"));
    }

    @Test
    void healthIsToldCheckByCheck() {
        assertThat(client.get("/readyz").text()).isEqualTo("ok");
        assertThat(client.get("/readyz?verbose").text())
                .isEqualTo("[+]ping ok\n[+]log ok\n[+]journal ok\n[+]journal-readiness ok\n"
                        + "[+]journal-writes ok\nreadyz check passed\n");
        assertThat(client.get("/livez?verbose&exclude=log").text())
                .isEqualTo("[+]ping ok\n[+]journal ok\nlivez check passed\n");
        assertThat(client.get("/healthz/ping").text()).isEqualTo("ok");
        assertThat(client.get("/readyz/nothing").code()).isEqualTo(404);
    }

    @Test
    void otherMethodsAreRefused() {
        assertThat(client.send("DELETE", "/version", null).code()).isEqualTo(405);
        assertThat(client.send("OPTIONS", MAPS, null).code()).isEqualTo(405);
        assertThat(client.send("POST", "/api/v1/configmaps", "{}").code()).isEqualTo(405);
        assertThat(client.get("/nowhere").code()).isEqualTo(404);
        assertThat(client.get("/apis/example.com/v1/gadgets").code()).isEqualTo(404);
    }
}
