package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import org.junit.jupiter.api.Test;

/** A dry run answers as the real one would and leaves everything as it was, wherever the client says that it is one. */
class DryRunTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String MERGE = "application/merge-patch+json";
    private static final String ALL = "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"dryRun\":[\"All\"]}";

    @Test
    void deletesNothingWhenTheBodySaysSo() {
        create("body");
        var reply = client.delete(MAPS + "/body", ALL);
        assertThat(reply.code()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("status").asString()).isEqualTo("Success");
        assertThat(client.get(MAPS + "/body").code()).isEqualTo(200);
    }

    @Test
    void deletesNothingWhenTheQuerySaysSo() {
        create("query");
        assertThat(client.delete(MAPS + "/query?dryRun=All").code()).isEqualTo(200);
        assertThat(client.get(MAPS + "/query").code()).isEqualTo(200);
    }

    @Test
    void readsAllOptionsFromABodyEvenAnEmptyOne() {
        create("hidden");
        assertThat(client.delete(MAPS + "/hidden?dryRun=All", "{}").code()).isEqualTo(200);
        assertThat(client.get(MAPS + "/hidden").code()).isEqualTo(404);
    }

    @Test
    void deletesNothingOfACollection() {
        create("one", "{\"of\":\"several\"}");
        create("two", "{\"of\":\"several\"}");
        String selected = MAPS + "?labelSelector=of%3Dseveral";
        assertThat(client.delete(selected, ALL).json().path("items").size()).isEqualTo(2);
        assertThat(client.delete(selected + "&dryRun=All").code()).isEqualTo(200);
        assertThat(client.get(selected).json().path("items").size()).isEqualTo(2);
    }

    @Test
    void changesNothing() {
        String version = create("kept");
        var updated =
                client.put(MAPS + "/kept?dryRun=All", "{\"metadata\":{\"name\":\"kept\"},\"data\":{\"k\":\"new\"}}");
        assertThat(updated.json().at("/data/k").asString()).isEqualTo("new");
        var patched = client.patch(MAPS + "/kept?dryRun=All", MERGE, "{\"data\":{\"k\":\"newer\"}}");
        assertThat(patched.json().at("/data/k").asString()).isEqualTo("newer");
        assertThat(patched.json().at("/metadata/resourceVersion").asString()).isEqualTo(version);
        var read = client.get(MAPS + "/kept").json();
        assertThat(read.has("data")).isFalse();
        assertThat(read.at("/metadata/resourceVersion").asString()).isEqualTo(version);
    }

    @Test
    void evictsBindsAndScalesNothing() {
        client.post(
                PODS, "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        String eviction = "{\"metadata\":{\"name\":\"p\"},\"deleteOptions\":" + ALL + "}";
        assertThat(client.post(PODS + "/p/eviction", eviction).code()).isEqualTo(201);
        String binding = "{\"metadata\":{\"name\":\"p\"},\"target\":{\"kind\":\"Node\",\"name\":\"n\"}}";
        assertThat(client.post(PODS + "/p/binding?dryRun=All", binding).code()).isEqualTo(201);
        String status = "{\"status\":{\"phase\":\"Running\"}}";
        assertThat(client.patch(PODS + "/p/status?dryRun=All", MERGE, status).code())
                .isEqualTo(200);
        var read = client.get(PODS + "/p").json();
        assertThat(read.at("/spec").has("nodeName")).isFalse();
        assertThat(read.at("/status/phase").asString()).isEqualTo("Pending");
        String controllers = "/api/v1/namespaces/default/replicationcontrollers";
        client.post(
                controllers,
                "{\"metadata\":{\"name\":\"rc\"},\"spec\":{\"replicas\":2,\"selector\":{\"a\":\"b\"},\"template\":{\"metadata\":"
                        + "{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}");
        var scaled = client.patch(controllers + "/rc/scale?dryRun=All", MERGE, "{\"spec\":{\"replicas\":7}}");
        assertThat(scaled.json().at("/spec/replicas").asInt()).isEqualTo(7);
        assertThat(client.get(controllers + "/rc").json().at("/spec/replicas").asInt())
                .isEqualTo(2);
    }

    @Test
    void refusesEveryOtherValue() {
        create("odd");
        String body = "{\"metadata\":{\"name\":\"odd\"}}";
        check(client.post(MAPS + "?dryRun=Some", body), "CreateOptions");
        check(client.put(MAPS + "/odd?dryRun=Some", body), "UpdateOptions");
        check(client.patch(MAPS + "/odd?dryRun=Some", MERGE, "{}"), "PatchOptions");
        check(client.delete(MAPS + "/odd?dryRun=Some"), "DeleteOptions");
        check(client.delete(MAPS + "/odd", "{\"dryRun\":[\"Some\"]}"), "DeleteOptions");
        assertThat(client.get(MAPS + "/odd").code()).isEqualTo(200);
    }

    private static void check(TestClient.Reply reply, String options) {
        assertThat(reply.code()).as(reply.text()).isEqualTo(422);
        assertThat(reply.message())
                .isEqualTo(options
                        + ".meta.k8s.io \"\" is invalid: dryRun: Unsupported value: []string{\"Some\"}: supported"
                        + " values: \"All\"");
    }

    private String create(String name) {
        return create(name, "{}");
    }

    private String create(String name, String labels) {
        var reply = client.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":" + labels + "}}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
        return reply.json().at("/metadata/resourceVersion").asString();
    }
}
