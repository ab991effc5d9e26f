package io.shiplog.apiserver.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient.Reply;
import io.shiplog.apiserver.testkit.TestPki;
import io.shiplog.resources.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Writes through the API, with a webhook that is called over HTTPS. */
class WebhookAdmissionTest extends ServerTest {
    private static final String CONFIGS = "/apis/admissionregistration.k8s.io/v1/";
    private static final String MAPS = "/api/v1/namespaces/hooked/configmaps";

    private final Vertx vertx = Vertx.vertx();
    private final List<ObjectNode> seen = new CopyOnWriteArrayList<>();
    private volatile Function<ObjectNode, ObjectNode> answer = request -> allowed();
    private HttpServer hook;
    private String authority;

    @BeforeAll
    void serve(@TempDir Path folder) throws IOException {
        TestPki pki = new TestPki(folder);
        TestPki.Issued own = pki.server();
        authority = Base64.getEncoder()
                .encodeToString(Files.readAllBytes(pki.authority().certificateFile()));
        hook = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(own.certificateFile().toString())
                                .setKeyPath(own.keyFile().toString())))
                .requestHandler(request -> request.body().onSuccess(body -> {
                    ObjectNode review = Json.parse(body.getBytes());
                    ObjectNode asked = (ObjectNode) review.path("request");
                    seen.add(asked);
                    review.remove("request");
                    ObjectNode response = answer.apply(asked);
                    review.set("response", response.put("uid", asked.path("uid").asString("")));
                    request.response().end(Buffer.buffer(Json.bytes(review)));
                }))
                .listen(0, "127.0.0.1")
                .await();
        client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"hooked\",\"labels\":{\"hooked\":\"yes\"}}}");
    }

    @AfterAll
    void end() {
        vertx.close().await();
    }

    @BeforeEach
    void agree() {
        seen.clear();
        answer = request -> allowed();
    }

    @AfterEach
    void unhook() {
        for (String kind : List.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations")) {
            client.delete(CONFIGS + kind);
        }
        client.delete(MAPS);
    }

    private static ObjectNode allowed() {
        return Json.object().put("allowed", true);
    }

    private static ObjectNode patching(String patch) {
        return allowed()
                .put("patchType", "JSONPatch")
                .put("patch", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
    }

    private Reply configure(String kind, int port, String operations, String more) {
        String webhook = """
                {"metadata":{"name":"c"},"webhooks":[{"name":"hook.example.com","sideEffects":"None",
                "admissionReviewVersions":["v1"],"namespaceSelector":{"matchLabels":{"hooked":"yes"}},
                "clientConfig":{"url":"https://127.0.0.1:%d/x","caBundle":"%s"},
                "rules":[{"operations":[%s],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]%s}]}""".formatted(port, authority, operations, more);
        return client.post(CONFIGS + kind + "webhookconfigurations", webhook);
    }

    private static String map(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"a\":\"b\"}}";
    }

    @Test
    void changesWhatIsCreated() {
        assertThat(configure("mutating", hook.actualPort(), "\"CREATE\"", "").code())
                .isEqualTo(201);
        answer = request -> patching("[{\"op\":\"add\",\"path\":\"/data/added\",\"value\":\"x\"}]");

        Reply created = client.post(MAPS, map("m"));

        assertThat(created.code()).isEqualTo(201);
        assertThat(client.get(MAPS + "/m").json().path("data").path("added").asString(""))
                .isEqualTo("x");
        assertThat(seen).singleElement().satisfies(request -> {
            assertThat(request.path("operation").asString("")).isEqualTo("CREATE");
            assertThat(request.path("userInfo").path("username").asString("")).isEqualTo("kubernetes-admin");
            assertThat(request.path("oldObject").isNull()).isTrue();
        });
    }

    @Test
    void refusesInUpstreamsWords() {
        configure("validating", hook.actualPort(), "\"*\"", "");
        answer = request -> {
            ObjectNode no = Json.object().put("allowed", false);
            no.putObject("status").put("message", "not this one").put("code", 403);
            return no;
        };

        Reply refused = client.post(MAPS, map("n"));

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message())
                .isEqualTo("admission webhook \"hook.example.com\" denied the request: not this one");
        assertThat(client.get(MAPS + "/n").code()).isEqualTo(404);
    }

    @Test
    void seesWhatIsDeletedAndWhatAnUpdateReplaces() {
        client.post(MAPS, map("d"));
        configure("validating", hook.actualPort(), "\"UPDATE\", \"DELETE\"", "");

        client.patch(MAPS + "/d", "application/merge-patch+json", "{\"data\":{\"a\":\"c\"}}");
        client.delete(MAPS + "/d");

        assertThat(seen)
                .extracting(
                        request -> request.path("operation").asString(""),
                        request ->
                                request.path("oldObject").path("data").path("a").asString(""))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("UPDATE", "b"),
                        org.assertj.core.groups.Tuple.tuple("DELETE", "c"));
        assertThat(client.get(MAPS + "/d").code()).isEqualTo(404);
    }

    @Test
    void tellsOfCallsThatFailUnlessTheyAreToBeIgnored() {
        configure("validating", 1, "\"CREATE\"", "");
        Reply failed = client.post(MAPS, map("f"));
        assertThat(failed.code()).isEqualTo(500);
        assertThat(failed.message())
                .startsWith("Internal error occurred: failed calling webhook \"hook.example.com\": failed to call"
                        + " webhook: Post \"https://127.0.0.1:1/x?timeout=10s\": ");

        client.delete(CONFIGS + "validatingwebhookconfigurations/c");
        configure("validating", 1, "\"CREATE\"", ",\"failurePolicy\":\"Ignore\"");
        assertThat(client.post(MAPS, map("f")).code()).isEqualTo(201);
    }

    @Test
    void asksInDryRunsToo() {
        configure("mutating", hook.actualPort(), "\"CREATE\"", "");
        answer = request -> patching("[{\"op\":\"add\",\"path\":\"/data/added\",\"value\":\"x\"}]");

        Reply dry = client.post(MAPS + "?dryRun=All", map("y"));

        assertThat(dry.json().path("data").path("added").asString("")).isEqualTo("x");
        assertThat(seen)
                .singleElement()
                .satisfies(request ->
                        assertThat(request.path("dryRun").asBoolean(false)).isTrue());
        assertThat(client.get(MAPS + "/y").code()).isEqualTo(404);
    }

    @Test
    void asksNothingAboutOtherNamespacesAndOperations() {
        configure("validating", hook.actualPort(), "\"DELETE\"", "");

        client.post(MAPS, map("q"));
        client.post("/api/v1/namespaces/default/configmaps", map("q"));
        client.delete("/api/v1/namespaces/default/configmaps/q");

        assertThat(seen).isEmpty();
    }

    @Test
    void refusesConfigurationsThatCannotBeCalled() {
        Reply refused = configure("validating", hook.actualPort(), "\"CREATE\"", ",\"timeoutSeconds\":31");
        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.message())
                .contains("webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30"
                        + " seconds");
    }
}
