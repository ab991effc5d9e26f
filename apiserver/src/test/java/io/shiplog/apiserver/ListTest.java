package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Lists, pages, tables and the other shapes of an answer. */
class ListTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/paged/configmaps";

    @BeforeAll
    void prepare() {
        client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"paged\"}}");
        for (int i = 0; i < 10; i++) {
            client.post(
                    MAPS,
                    "{\"metadata\":{\"name\":\"m%d\",\"labels\":{\"odd\":\"%s\"}},\"data\":{\"k\":\"%s\"}}"
                            .formatted(i, i % 2 == 1, "v".repeat(20_000)));
        }
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
    void goesOnAfterATokenThatIsTooOldThoughNotFromTheSameMoment() {
        ObjectNode first = client.get(MAPS + "?limit=4").json();
        String foreign = token(first, "1");
        var expired = client.get(MAPS + "?limit=4&continue=" + foreign);
        assertThat(expired.code()).isEqualTo(410);
        assertThat(expired.reason()).isEqualTo("Expired");
        assertThat(expired.message()).startsWith("The provided continue parameter is too old");
        client.post(MAPS, "{\"metadata\":{\"name\":\"m35\"}}");
        ObjectNode second =
                client.get(MAPS + "?limit=4&continue=" + token(expired.json())).json();
        assertThat(names(second)).containsExactly("m35", "m4", "m5", "m6");
        client.post(MAPS, "{\"metadata\":{\"name\":\"m65\"}}");
        ObjectNode third =
                client.get(MAPS + "?limit=4&continue=" + token(second)).json();
        assertThat(names(third)).as("from here on one moment again").containsExactly("m7", "m8", "m9");
        assertThat(version(third)).isEqualTo(version(second));
        client.delete(MAPS + "/m35");
        client.delete(MAPS + "/m65");
    }

    @Test
    void holdsToTheRulesOfResourceVersions() {
        ObjectNode list = client.get(MAPS + "?limit=4").json();
        String exact = "?resourceVersionMatch=Exact&resourceVersion=" + version(list);
        assertThat(names(client.get(MAPS + exact).json())).hasSize(10);
        for (var forbidden : List.of(
                List.of("?resourceVersionMatch=Exact", "is forbidden unless resourceVersion is provided"),
                List.of("?resourceVersionMatch=Exact&resourceVersion=0", "is forbidden for resourceVersion \"0\""),
                List.of(
                        "?resourceVersionMatch=Some&resourceVersion=1",
                        "supported values: \"Exact\", \"NotOlderThan\""),
                List.of("?resourceVersion=x", "resourceVersion: Invalid value: \"x\""),
                List.of("?sendInitialEvents=true", "sendInitialEvents is forbidden for list"),
                List.of(
                        "?resourceVersionMatch=NotOlderThan&resourceVersion=1&continue=" + token(list),
                        "specifying resource version is not allowed when using continue"))) {
            var reply = client.get(MAPS + forbidden.getFirst());
            assertThat(reply.code()).as(reply.text()).isIn(400, 422);
            assertThat(reply.message()).contains(forbidden.getLast());
        }
        var old = client.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=1");
        assertThat(old.code()).isEqualTo(410);
        assertThat(old.message()).isEqualTo("The resourceVersion for the provided list is too old.");
    }

    @Test
    void selectsOfManyObjects() {
        client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"many\"}}");
        String many = "/api/v1/namespaces/many/configmaps";
        for (int i = 0; i < 300; i++) {
            client.post(many, "{\"metadata\":{\"name\":\"n%03d\",\"labels\":{\"tens\":\"%d\"}}}".formatted(i, i / 10));
        }
        assertThat(names(client.get(many + "?labelSelector=tens%3D7").json())).hasSize(10);
        ObjectNode page = client.get(many + "?labelSelector=tens%3D7&limit=6").json();
        assertThat(names(client.get(many + "?labelSelector=tens%3D7&limit=6&continue=" + token(page))
                        .json()))
                .containsExactly("n076", "n077", "n078", "n079");
        var watched = client.get(many + "?watch=true&timeoutSeconds=1&labelSelector=tens%3D7");
        assertThat(watched.text().lines()).hasSize(10).allMatch(line -> line.startsWith("{\"type\":\"ADDED\""));
        var deleted = client.delete(many + "?labelSelector=tens%3D7").json();
        assertThat(names(deleted)).hasSize(10);
        assertThat(names(client.get(many).json())).hasSize(290);
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
        var whole = client.get(
                        MAPS + "?limit=2", "Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
                .json();
        assertThat(whole.path("kind").asString()).isEqualTo("PartialObjectMetadataList");
        assertThat(whole.at("/items/1/kind").asString()).isEqualTo("PartialObjectMetadata");
        assertThat(whole.at("/items/1").has("data")).isFalse();
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

    /** The list's token, as if it came from another moment. */
    private static String token(ObjectNode list, String version) {
        String text = new String(Base64.getUrlDecoder().decode(token(list)), StandardCharsets.UTF_8);
        String changed = text.replaceFirst("\"rv\":\\d+", "\"rv\":" + version);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8));
    }

    private static String version(ObjectNode list) {
        return list.path("metadata").path("resourceVersion").asString("");
    }
}
