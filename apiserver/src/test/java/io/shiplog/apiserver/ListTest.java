package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Lists, pages, tables and the other shapes of an answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListTest {
    private static final String MAPS = "/api/v1/namespaces/paged/configmaps";

    private TestServer server;
    private TestClient client;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = TestServer.start(folder);
        client = server.client();
        client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"paged\"}}");
        for (int i = 0; i < 10; i++) {
            client.post(
                    MAPS,
                    "{\"metadata\":{\"name\":\"m%d\",\"labels\":{\"odd\":\"%s\"}},\"data\":{\"k\":\"%s\"}}"
                            .formatted(i, i % 2 == 1, "v".repeat(20_000)));
        }
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void pagesStayInTheirNamespace() {
        client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"paged-after\"}}");
        client.post("/api/v1/namespaces/paged-after/configmaps", "{\"metadata\":{\"name\":\"other\"}}");
        ObjectNode first = client.get(MAPS + "?limit=8").json();
        assertThat(first.path("metadata").path("remainingItemCount").asInt()).isEqualTo(2);
        ObjectNode second =
                client.get(MAPS + "?limit=8&continue=" + token(first)).json();
        assertThat(names(second)).containsExactly("m8", "m9");
        assertThat(token(second)).isEmpty();
    }

    @Test
    void pagesThroughOneMoment() {
        ObjectNode first = client.get(MAPS + "?limit=4").json();
        assertThat(names(first)).containsExactly("m0", "m1", "m2", "m3");
        assertThat(first.path("metadata").path("remainingItemCount").asInt()).isEqualTo(6);
        client.post(MAPS, "{\"metadata\":{\"name\":\"m45\"}}");
        ObjectNode second =
                client.get(MAPS + "?limit=4&continue=" + token(first)).json();
        assertThat(names(second)).containsExactly("m4", "m5", "m6", "m7");
        assertThat(version(second)).isEqualTo(version(first));
        ObjectNode third =
                client.get(MAPS + "?limit=4&continue=" + token(second)).json();
        assertThat(names(third)).containsExactly("m8", "m9");
        assertThat(token(third)).isEmpty();
        client.delete(MAPS + "/m45");
    }

    @Test
    void selectsByLabelAndField() {
        assertThat(names(client.get(MAPS + "?labelSelector=odd%3Dtrue").json()))
                .containsExactly("m1", "m3", "m5", "m7", "m9");
        assertThat(names(client.get(MAPS + "?fieldSelector=metadata.name%3Dm3").json()))
                .containsExactly("m3");
    }

    @Test
    void showsTablesAndMetadata() {
        var table = client.get(MAPS + "?limit=2", "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                .json();
        assertThat(table.path("kind").asString()).isEqualTo("Table");
        assertThat(table.path("columnDefinitions").get(0).path("name").asString())
                .isEqualTo("Name");
        assertThat(table.path("rows").get(0).path("cells").get(0).asString()).isEqualTo("m0");
        assertThat(table.path("rows").get(0).path("object").path("kind").asString())
                .isEqualTo("PartialObjectMetadata");
        var partial = client.get(MAPS + "/m0", "Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")
                .json();
        assertThat(partial.path("kind").asString()).isEqualTo("PartialObjectMetadata");
        assertThat(partial.has("data")).isFalse();
    }

    @Test
    void takesAndGivesYaml() {
        var created = client.post(
                MAPS + "?dryRun=All",
                "metadata:\n  name: yam\ndata:\n  a: b\n",
                "Content-Type",
                "application/yaml",
                "Accept",
                "application/yaml");
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        assertThat(created.text()).contains("kind: \"ConfigMap\"");
        assertThat(client.get(MAPS + "/yam").code()).isEqualTo(404);
    }

    @Test
    void deletesACollectionBySelector() {
        client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"doomed\"}}");
        String maps = "/api/v1/namespaces/doomed/configmaps";
        for (String name : List.of("a", "b", "c")) {
            client.post(maps, "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"n\":\"%s\"}}}".formatted(name, name));
        }
        var reply = client.delete(maps + "?labelSelector=n!%3Dc");
        assertThat(reply.code()).as(reply.text()).isEqualTo(200);
        assertThat(names(client.get(maps).json())).containsExactly("c");
    }

    private static List<String> names(ObjectNode list) {
        List<String> names = new ArrayList<>();
        list.path("items")
                .forEach(item -> names.add(item.path("metadata").path("name").asString("")));
        return names;
    }

    private static String token(ObjectNode list) {
        return list.path("metadata").path("continue").asString("");
    }

    private static String version(ObjectNode list) {
        return list.path("metadata").path("resourceVersion").asString("");
    }
}
