package io.shiplog.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.journal.Origin;
import io.shiplog.journal.Proposal;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.Write;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Fields that this version does not know: clients bring none in, newer processes' stay. */
class UnknownFieldsTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String MERGE = "application/merge-patch+json";

    @Test
    void aCreationStoresNone() {
        var created =
                client.post(MAPS, "{\"metadata\":{\"name\":\"made\",\"foo\":1},\"dat\":{},\"data\":{\"a\":\"b\"}}");
        assertThat(created.code()).isEqualTo(201);
        assertThat(created.header("warning"))
                .containsExactlyInAnyOrder(
                        "299 - \"unknown field \\\"dat\\\"\"", "299 - \"unknown field \\\"metadata.foo\\\"\"");
        ObjectNode stored = client.get(MAPS + "/made").json();
        assertThat(stored.has("dat")).isFalse();
        assertThat(stored.path("metadata").has("foo")).isFalse();
        assertThat(stored.at("/data/a").asString()).isEqualTo("b");
    }

    @Test
    void aPatchBringsNoneIn() {
        client.post(MAPS, "{\"metadata\":{\"name\":\"patched\"}}");
        var patched = client.patch(MAPS + "/patched", MERGE, "{\"dat\":{},\"data\":{\"a\":\"b\"}}");
        assertThat(patched.header("warning")).containsExactly("299 - \"unknown field \\\"dat\\\"\"");
        assertThat(client.get(MAPS + "/patched").json().has("dat")).isFalse();
        var refused = client.patch(MAPS + "/patched?fieldValidation=Strict", MERGE, "{\"dat\":{}}");
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.reason()).isEqualTo("Invalid");
        assertThat(refused.message())
                .startsWith(" \"\" is invalid: patch: Invalid value: \"{\\\"kind\\\":\\\"ConfigMap\\\"")
                .endsWith(": strict decoding error: unknown field \"dat\"");
    }

    @Test
    void aStrategicPatchIsShownAsItWasSent() {
        client.post(MAPS, "{\"metadata\":{\"name\":\"strategic\"}}");
        String strategic = "application/strategic-merge-patch+json";
        var unknown = client.patch(MAPS + "/strategic?fieldValidation=Strict", strategic, "{\"dat\":{\"a\":1}}");
        assertThat(unknown.code()).isEqualTo(422);
        assertThat(unknown.message())
                .isEqualTo(
                        " \"\" is invalid: patch: Invalid value: \"map[dat:map[a:1]]\": strict decoding error: unknown"
                                + " field \"dat\"");
        var twice = client.patch(
                MAPS + "/strategic?fieldValidation=Strict", strategic, "{\"data\":{\"a\":\"1\",\"a\":\"2\"}}");
        assertThat(twice.code()).isEqualTo(422);
        assertThat(twice.message()).endsWith("strict decoding error: duplicate field \"data.a\"");
        assertThat(client.patch(MAPS + "/strategic", strategic, "{\"data\":{\"a\":\"1\",\"a\":\"2\"}}")
                        .header("warning"))
                .containsExactly("299 - \"duplicate field \\\"data.a\\\"\"");
        var directive = client.patch(MAPS + "/strategic", strategic, "{\"data\":{\"$patch\":\"jump\"}}");
        assertThat(directive.code()).isEqualTo(400);
        assertThat(directive.message()).isEqualTo("unknown patch type: jump in map: map[$patch:jump]");
    }

    @Test
    void whatSaysNothingIsAbsence() {
        var created = client.post(
                "/api/v1/namespaces/default/pods",
                "{\"metadata\":{\"name\":\"zeros\",\"annotations\":{}},\"spec\":{\"hostNetwork\":false,\"tolerations\":[],"
                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"args\":[],\"stdin\":false,"
                        + "\"securityContext\":{\"privileged\":false}}]}}");
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        ObjectNode pod = created.json();
        assertThat(pod.path("spec").has("hostNetwork")).isFalse();
        assertThat(pod.at("/spec/containers/0").has("args")).isFalse();
        assertThat(pod.at("/spec/containers/0").has("stdin")).isFalse();
        assertThat(pod.at("/spec/containers/0/securityContext/privileged").isBoolean())
                .isTrue();
        ((ObjectNode) pod.at("/metadata")).putObject("labels").put("a", "b");
        ((ObjectNode) pod.at("/spec")).put("hostPID", false);
        var replaced = client.put("/api/v1/namespaces/default/pods/zeros", pod.toString());
        assertThat(replaced.code()).as(replaced.text()).isEqualTo(200);
        assertThat(replaced.json().at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void thoseOfANewerProcessSurviveChangesThatDoNotKnowThem() {
        store(
                "newer",
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"newer\","
                        + "\"namespace\":\"default\",\"uid\":\"u\",\"later\":{\"x\":1}},\"future\":[1],\"data\":{\"a\":\"b\"}}");
        var patched = client.patch(MAPS + "/newer?fieldValidation=Strict", MERGE, "{\"data\":{\"a\":\"c\"}}");
        assertThat(patched.code()).as(patched.text()).isEqualTo(200);
        var replaced = client.put(
                MAPS + "/newer?fieldValidation=Strict", "{\"metadata\":{\"name\":\"newer\"},\"data\":{\"a\":\"d\"}}");
        assertThat(replaced.code()).as(replaced.text()).isEqualTo(200);
        ObjectNode stored = client.get(MAPS + "/newer").json();
        assertThat(stored.at("/data/a").asString()).isEqualTo("d");
        assertThat(stored.at("/future/0").asInt()).isEqualTo(1);
        assertThat(stored.at("/metadata/later/x").asInt()).isEqualTo(1);
    }

    @Test
    void nullsAreAbsence() {
        var created = client.post(
                "/apis/apps/v1/namespaces/default/deployments",
                "{\"metadata\":{\"name\":\"web\",\"creationTimestamp\":null},\"spec\":{\"selector\":{\"matchLabels\":"
                        + "{\"a\":\"b\"}},\"template\":{\"metadata\":{\"creationTimestamp\":null,\"labels\":{\"a\":\"b\"}},"
                        + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"args\":null}]}}}}");
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        assertThat(created.json().at("/spec/template/metadata").has("creationTimestamp"))
                .isFalse();
        assertThat(created.json().at("/spec/template/spec/containers/0").has("args"))
                .isFalse();
    }

    private void store(String name, String json) {
        var write = Write.create(
                GroupResource.core("configmaps"), new ObjectKey("default", name), "u", json.getBytes(UTF_8));
        server.replica()
                .propose(new Proposal("newer", new Origin("newer", List.of(), "create", "test"), List.of(write)))
                .join();
    }
}
