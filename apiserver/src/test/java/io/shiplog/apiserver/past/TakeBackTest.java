package io.shiplog.apiserver.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Undo and restore: a plan, and its carrying out. */
class TakeBackTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MERGE = "application/merge-patch+json";
    private static final AtomicInteger NAMES = new AtomicInteger();

    @Test
    void anUpdateIsTakenBackAndWhatWasChangedSinceStays() {
        String name = create();
        patch(name, "{\"data\":{\"k\":\"2\"}}");
        String undo = "/shiplog/v1/undo?resourceVersion=" + version();
        patch(name, "{\"data\":{\"other\":\"x\"}}");
        JsonNode plan = client.get(undo).json();
        assertThat(plan.at("/objects/0/changes")).hasToString("[{\"field\":\"data.k\",\"from\":\"2\",\"to\":\"1\"}]");
        Reply done = client.post(undo + "&token=" + plan.path("token").asString(), "");
        assertThat(done.code()).as(done.text()).isEqualTo(200);
        assertThat(client.get(MAPS + "/" + name).json().path("data")).hasToString("{\"k\":\"1\",\"other\":\"x\"}");
        assertThat(client.get("/shiplog/v1/log?type=cm/" + name + "&namespace=default&output=text&since="
                                + (version() - 1))
                        .text())
                .contains(" undo=");
    }

    @Test
    void whatWasChangedAgainIsNotOverwritten() {
        String name = create();
        patch(name, "{\"data\":{\"k\":\"2\"}}");
        String undo = "/shiplog/v1/undo?resourceVersion=" + version();
        patch(name, "{\"data\":{\"k\":\"3\"}}");
        JsonNode plan = client.get(undo).json();
        assertThat(plan.at("/objects/0/operation").asString()).isEqualTo("nothing");
        assertThat(plan.at("/objects/0/notes/0").asString()).isEqualTo("data.k was changed again since, and stays");
        assertThat(client.post(undo + "&token=" + plan.path("token").asString(), "")
                        .code())
                .isEqualTo(400);
    }

    @Test
    void aPlanThatIsNotTheOneThatWasShownIsNotCarriedOut() {
        String name = create();
        patch(name, "{\"data\":{\"k\":\"2\"}}");
        String undo = "/shiplog/v1/undo?resourceVersion=" + version();
        String token = client.get(undo).json().path("token").asString();
        patch(name, "{\"data\":{\"k\":\"3\"}}");
        assertThat(client.post(undo + "&token=" + token, "").code()).isEqualTo(409);
        assertThat(client.post(undo, "").code()).isEqualTo(409);
        assertThat(client.get(MAPS + "/" + name).json().at("/data/k").asString())
                .isEqualTo("3");
    }

    @Test
    void aDryRunChangesNothing() {
        String name = create();
        patch(name, "{\"data\":{\"k\":\"2\"}}");
        String undo = "/shiplog/v1/undo?resourceVersion=" + version();
        String token = client.get(undo).json().path("token").asString();
        Reply tried = client.post(undo + "&dryRun=All&token=" + token, "");
        assertThat(tried.message()).endsWith("would take effect");
        assertThat(client.get(MAPS + "/" + name).json().at("/data/k").asString())
                .isEqualTo("2");
    }

    @Test
    void aDeletionIsTakenBackUnderANewUidWithItsOwnersMended() {
        String owner = create();
        String uid = uid(owner);
        String name = "back-" + NAMES.incrementAndGet();
        client.post(MAPS, """
                {"metadata":{"name":"%s","ownerReferences":[
                 {"apiVersion":"v1","kind":"ConfigMap","name":"%s","uid":"%s"},
                 {"apiVersion":"v1","kind":"ConfigMap","name":"absent","uid":"u"}]},"data":{"k":"1"}}
                """.formatted(name, owner, uid));
        String old = uid(name);
        client.delete(MAPS + "/" + name);
        String undo = "/shiplog/v1/undo?resourceVersion=" + version();
        client.delete(MAPS + "/" + owner);
        client.post(MAPS, "{\"metadata\":{\"name\":\"" + owner + "\"}}");
        JsonNode plan = client.get(undo).json();
        assertThat(plan.at("/objects/0/notes/0").asString()).isEqualTo("its owner ConfigMap absent is gone");
        Reply done = client.post(undo + "&token=" + plan.path("token").asString(), "");
        assertThat(done.code()).as(done.text()).isEqualTo(200);
        JsonNode restored = client.get(MAPS + "/" + name).json();
        assertThat(restored.at("/data/k").asString()).isEqualTo("1");
        assertThat(restored.at("/metadata/uid").asString()).isNotEqualTo(old);
        assertThat(restored.at("/metadata/ownerReferences")).hasSize(1);
        assertThat(restored.at("/metadata/ownerReferences/0/uid").asString()).isEqualTo(uid(owner));
    }

    @Test
    void aCreationIsTakenBackByADeletion() {
        String name = create();
        String undo = "/shiplog/v1/undo?resourceVersion=" + version();
        JsonNode plan = client.get(undo).json();
        assertThat(client.post(undo + "&token=" + plan.path("token").asString(), "")
                        .code())
                .isEqualTo(200);
        assertThat(client.get(MAPS + "/" + name).code()).isEqualTo(404);
    }

    @Test
    void anObjectIsRestoredAsItWasAtAMoment() {
        String name = create();
        long then = version();
        patch(name, "{\"data\":{\"k\":\"2\",\"more\":\"m\"},\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        String restore = "/shiplog/v1/restore?type=configmaps/" + name + "&namespace=default&at=" + then;
        carryOut(restore);
        assertThat(client.get(MAPS + "/" + name).json().path("data")).hasToString("{\"k\":\"1\"}");
        client.delete(MAPS + "/" + name);
        carryOut(restore);
        assertThat(client.get(MAPS + "/" + name).json().path("data")).hasToString("{\"k\":\"1\"}");
        assertThat(client.get("/shiplog/v1/restore?type=configmaps/" + name + "&namespace=default")
                        .code())
                .isEqualTo(400);
        assertThat(client.get("/shiplog/v1/restore?type=configmaps/absent&namespace=default&at=" + then)
                        .code())
                .isEqualTo(404);
    }

    @Test
    void aNamespaceComesBackWithAllThatWasInIt() {
        String name = "whole-" + NAMES.incrementAndGet();
        String path = "/api/v1/namespaces/" + name;
        created("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"team\":\"a\"}}}");
        created(path + "/configmaps", "{\"metadata\":{\"name\":\"kept\"},\"data\":{\"k\":\"1\"}}");
        created(path + "/configmaps", "{\"metadata\":{\"name\":\"z-owner\"},\"data\":{\"k\":\"1\"}}");
        created(
                path + "/configmaps",
                "{\"metadata\":{\"name\":\"a-owned\",\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"name\":\"z-owner\",\"uid\":\""
                        + client.get(path + "/configmaps/z-owner")
                                .json()
                                .at("/metadata/uid")
                                .asString()
                        + "\"}]},\"data\":{\"k\":\"1\"}}");
        created(path + "/services", "{\"metadata\":{\"name\":\"web\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
        created(path + "/services", "{\"metadata\":{\"name\":\"db\"},\"spec\":{\"ports\":[{\"port\":81}]}}");
        long then = version();
        client.patch(path + "/configmaps/kept", MERGE, "{\"data\":{\"k\":\"2\"}}");
        client.delete(path + "/configmaps/z-owner");
        client.delete(path + "/configmaps/a-owned");
        client.delete(path + "/services/web");
        client.delete(path + "/services/db");
        created(path + "/configmaps", "{\"metadata\":{\"name\":\"later\"},\"data\":{\"k\":\"1\"}}");
        String restore = "/shiplog/v1/restore?type=namespaces/" + name + "&at=" + then;
        String plan = client.get(restore + "&output=text").text();
        assertThat(plan.lines()
                        .filter(line -> !line.startsWith(" "))
                        .map(line -> line.replaceFirst(" " + name + "/", " ")))
                .containsSubsequence(
                        "update configmaps kept",
                        "create configmaps z-owner",
                        "create services db",
                        "create services web",
                        "create configmaps a-owned",
                        "nothing to do for configmaps later");
        assertThat(plan).contains("was not there then, and stays").contains("data.k: \"2\" → \"1\"");
        long before = version();
        carryOut(restore);
        assertThat(client.get(path + "/configmaps/kept").json().at("/data/k").asString())
                .isEqualTo("1");
        JsonNode owned = client.get(path + "/configmaps/a-owned").json();
        JsonNode owner = client.get(path + "/configmaps/z-owner").json();
        assertThat(owned.at("/metadata/ownerReferences/0/uid").asString())
                .isEqualTo(owner.at("/metadata/uid").asString());
        // All of it took effect together.
        for (String one :
                List.of("configmaps/kept", "configmaps/z-owner", "configmaps/a-owned", "services/web", "services/db")) {
            assertThat(client.get(path + "/" + one)
                            .json()
                            .at("/metadata/resourceVersion")
                            .asLong())
                    .as(one)
                    .isEqualTo(before + 1);
        }
        assertThat(client.get(path + "/configmaps/later").code()).isEqualTo(200);
        assertThat(client.get(restore).json().at("/objects").toString())
                .doesNotContain("\"create\"")
                .doesNotContain("\"update\"");
    }

    @Test
    void whatOfANamespaceCannotComeBackIsToldAndTheRestDoes() {
        String name = "part-" + NAMES.incrementAndGet();
        String path = "/api/v1/namespaces/" + name;
        created("/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}");
        created(path + "/services", "{\"metadata\":{\"name\":\"web\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
        created(path + "/configmaps", "{\"metadata\":{\"name\":\"map\"},\"data\":{\"k\":\"1\"}}");
        String address =
                client.get(path + "/services/web").json().at("/spec/clusterIP").asString();
        long then = version();
        client.delete(path + "/services/web");
        client.delete(path + "/configmaps/map");
        created(
                "/api/v1/namespaces/default/services",
                "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"clusterIP\":\"" + address
                        + "\",\"ports\":[{\"port\":80}]}}");
        String restore = "/shiplog/v1/restore?type=namespaces/" + name + "&at=" + then;
        assertThat(client.get(restore + "&output=text").text())
                .contains("nothing to do for services " + name + "/web")
                .contains("cannot be as it was:")
                .contains("create configmaps " + name + "/map");
        carryOut(restore);
        assertThat(client.get(path + "/configmaps/map").code()).isEqualTo(200);
        assertThat(client.get(path + "/services/web").code()).isEqualTo(404);
    }

    private void created(String path, String object) {
        Reply reply = client.post(path, object);
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
    }

    private void carryOut(String question) {
        String token = client.get(question).json().path("token").asString();
        Reply done = client.post(question + "&token=" + token, "");
        assertThat(done.code()).as(done.text()).isEqualTo(200);
    }

    private void patch(String name, String patch) {
        assertThat(client.patch(MAPS + "/" + name, MERGE, patch).code()).isEqualTo(200);
    }

    private String uid(String name) {
        return client.get(MAPS + "/" + name).json().at("/metadata/uid").asString();
    }

    private String create() {
        String name = "back-" + NAMES.incrementAndGet();
        assertThat(client.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"k\":\"1\"}}")
                        .code())
                .isEqualTo(201);
        return name;
    }

    private long version() {
        return client.get(MAPS).json().at("/metadata/resourceVersion").asLong();
    }
}
