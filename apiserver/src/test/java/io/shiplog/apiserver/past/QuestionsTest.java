package io.shiplog.apiserver.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What changed, and who did it: the questions below {@code /shiplog/v1}. */
class QuestionsTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MERGE = "application/merge-patch+json";
    private static final GroupResource MAPS_STORED = GroupResource.core("configmaps");
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Test
    void theLogOfAnObjectSaysWhoChangedWhichField() {
        String name = create();
        client.send(
                "PATCH",
                MAPS + "/" + name,
                "{\"data\":{\"k\":\"2\"}}",
                "Content-Type",
                MERGE,
                "Impersonate-User",
                "alice",
                "Impersonate-Group",
                "system:masters",
                "User-Agent",
                "editor/1 (x)");
        client.delete(MAPS + "/" + name);
        JsonNode items = client.get("/shiplog/v1/log?type=cm/" + name + "&namespace=default")
                .json()
                .path("items");
        assertThat(texts(items, "/writes/0/operation")).containsExactly("created", "updated", "deleted");
        JsonNode change = items.path(1);
        assertThat(change.path("user").asString()).isEqualTo("alice");
        assertThat(change.path("impersonator").asString()).isEqualTo("kubernetes-admin");
        assertThat(change.at("/writes/0/changes")).hasToString("[{\"field\":\"data.k\",\"from\":\"1\",\"to\":\"2\"}]");
        String text = client.get("/shiplog/v1/log?type=configmap&name=" + name + "&namespace=default&output=text")
                .text();
        assertThat(text)
                .contains("kubernetes-admin as alice  patch  editor/1\n    configmaps default/" + name
                        + " updated\n        data.k: \"1\" → \"2\"\n");
    }

    @Test
    void aLogIsNarrowedByMomentPersonVerbAndField() {
        String name = create();
        long created = version();
        for (int i = 0; i < 3; i++) {
            client.patch(MAPS + "/" + name, MERGE, "{\"data\":{\"k\":\"n" + i + "\"}}");
        }
        client.patch(MAPS + "/" + name, MERGE, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        String log = "/shiplog/v1/log?type=configmaps/" + name + "&namespace=default";
        assertThat(count(log)).isEqualTo(5);
        assertThat(count(log + "&since=" + created)).isEqualTo(4);
        assertThat(count(log + "&until=" + created)).isEqualTo(1);
        assertThat(count(log + "&since=1h")).isEqualTo(5);
        assertThat(count(log + "&verb=create")).isEqualTo(1);
        assertThat(count(log + "&field=data")).isEqualTo(4);
        assertThat(count(log + "&field=metadata.labels")).isEqualTo(1);
        assertThat(count(log + "&by=nobody")).isZero();
        assertThat(count(log + "&by=kubernetes-admin&limit=2")).isEqualTo(2);
        assertThat(count("/shiplog/v1/log?namespace=elsewhere")).isZero();
    }

    @Test
    void whatWasRefusedIsShownToWhoAsksForIt() {
        String name = create();
        StoredObject object = server.replica().state().list(MAPS_STORED, "default").stream()
                .filter(each -> each.key().name().equals(name))
                .findFirst()
                .orElseThrow();
        Write stale = new Write(object.resource(), object.key(), object.uid(), 1, null);
        Origin origin = new Origin("late", List.of(), "delete", "test");
        server.replica().propose(new Proposal(name, origin, List.of(stale))).join();
        String log = "/shiplog/v1/log?type=configmaps/" + name + "&namespace=default";
        assertThat(count(log)).isEqualTo(1);
        assertThat(client.get(log + "&refused=true&output=text").text())
                .contains("  late  delete  test  refused\n    configmaps default/" + name + " refused\n");
    }

    @Test
    void aChangeIsShownWhole() {
        String name = create();
        Reply shown = client.get("/shiplog/v1/changes/" + version() + "?output=text");
        assertThat(shown.text()).contains("configmaps default/" + name + " created\n", "data.k: \"1\"");
        assertThat(client.get("/shiplog/v1/changes/x").code()).isEqualTo(400);
        assertThat(client.get("/shiplog/v1/changes/1").code()).isEqualTo(200);
    }

    @Test
    void aDiffShowsWhatLiesBetweenTwoMoments() {
        String kept = create();
        String gone = create();
        long from = version();
        client.patch(MAPS + "/" + kept, MERGE, "{\"data\":{\"k\":\"2\"}}");
        client.delete(MAPS + "/" + gone);
        String come = create();
        String text = client.get("/shiplog/v1/diff?type=configmaps&namespace=default&output=text&from=" + from)
                .text();
        assertThat(text)
                .contains(
                        "configmaps default/" + kept + " updated\n    data.k: \"1\" → \"2\"\n",
                        "configmaps default/" + gone + " deleted\n",
                        "configmaps default/" + come + " created\n");
        assertThat(client.get("/shiplog/v1/diff?type=configmaps&from=" + from + "&to=" + from)
                        .json()
                        .path("objects"))
                .isEmpty();
        assertThat(client.get("/shiplog/v1/diff?type=configmaps").code()).isEqualTo(400);
    }

    @Test
    void blameNamesTheChangeThatGaveEachFieldItsValue() {
        String name = create();
        client.patch(MAPS + "/" + name, MERGE, "{\"data\":{\"other\":\"x\"}}");
        long second = version();
        JsonNode fields = client.get("/shiplog/v1/blame?type=configmaps/" + name + "&namespace=default")
                .json()
                .path("fields");
        for (JsonNode field : fields) {
            boolean late = field.path("field").asString().equals("data.other");
            long version = Long.parseLong(field.at("/change/resourceVersion").asString());
            assertThat(version).as(field.toString()).isEqualTo(late ? second : second - 1);
        }
        assertThat(texts(fields, "/field")).contains("data.k", "data.other", "metadata.uid");
        assertThat(client.get("/shiplog/v1/blame?type=configmaps/absent&namespace=default")
                        .code())
                .isEqualTo(404);
        assertThat(client.get("/shiplog/v1/blame?type=configmaps").code()).isEqualTo(400);
    }

    @Test
    void whyNamesTheChainBackToTheFirstWriteOfAPerson() {
        String wish = create();
        long first = version();
        long second = propose("because-" + wish, first);
        propose("pod-" + wish, second);
        JsonNode chain = client.get("/shiplog/v1/why?type=configmaps/pod-" + wish + "&namespace=default")
                .json()
                .path("items");
        assertThat(texts(chain, "/writes/0/name")).containsExactly(wish, "because-" + wish, "pod-" + wish);
        assertThat(texts(chain, "/user")).containsExactly("kubernetes-admin", "controller", "controller");
        assertThat(client.get("/shiplog/v1/why?type=configmaps/absent&namespace=default")
                        .code())
                .isEqualTo(404);
    }

    /** What a controller makes because of a change. */
    private long propose(String name, long trigger) {
        byte[] object = ("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                        + "\",\"uid\":\"u\"}}")
                .getBytes(StandardCharsets.UTF_8);
        Write write = Write.create(MAPS_STORED, new ObjectKey("default", name), "u", object);
        Origin origin = new Origin("controller", List.of(), "create", "test").because(trigger);
        server.replica().propose(new Proposal(name, origin, List.of(write))).join();
        return version();
    }

    @Test
    void aLogIsFollowed() throws IOException {
        String name = create();
        String path = "/shiplog/v1/log?type=configmaps/" + name + "&namespace=default&follow=true&output=text";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.stream(path), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).contains("create");
            assertThat(lines.readLine()).contains("created");
            client.delete(MAPS + "/" + name);
            assertThat(lines.readLine()).contains("delete");
            assertThat(lines.readLine()).contains("deleted");
        }
    }

    @Test
    void whoAsksSeesWhatTheyMayReadNow() {
        String name = create();
        String service = "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"ports\":[{\"port\":80}]}}";
        assertThat(client.post("/api/v1/namespaces/default/services", service).code())
                .isEqualTo(201);
        try (TestClient node = server.client(server.pki().client("node", "system:node:n1", "system:nodes"));
                TestClient nobody = server.client(null)) {
            assertThat(node.get("/shiplog/v1/log?type=configmaps/" + name)
                            .json()
                            .path("items"))
                    .isEmpty();
            assertThat(node.get("/shiplog/v1/log?type=services/" + name).json().path("items"))
                    .isNotEmpty();
            assertThat(node.get("/shiplog/v1/blame?type=configmaps/" + name + "&namespace=default")
                            .code())
                    .isEqualTo(404);
            assertThat(nobody.get("/shiplog/v1/log").code()).isEqualTo(403);
        }
        assertThat(client.get("/shiplog/v1/log?type=nonsense").code()).isEqualTo(400);
        assertThat(client.get("/shiplog/v1/log?output=xml").code()).isEqualTo(400);
        assertThat(client.get("/shiplog/v1/nonsense").code()).isEqualTo(404);
        assertThat(client.post("/shiplog/v1/log", "{}").code()).isEqualTo(405);
    }

    private int count(String log) {
        return client.get(log).json().path("items").size();
    }

    private static List<String> texts(JsonNode items, String pointer) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.at(pointer).asString("")));
        return texts;
    }

    private String create() {
        String name = "asked-" + NAMES.incrementAndGet();
        assertThat(client.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"k\":\"1\"}}")
                        .code())
                .isEqualTo(201);
        return name;
    }

    private long version() {
        return client.get(MAPS).json().at("/metadata/resourceVersion").asLong();
    }
}
