package io.shiplog.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.audit.AuditPolicyReader;
import io.shiplog.apiserver.audit.AuditSettings;
import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import io.shiplog.resources.json.Json;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a real kube-apiserver v1.34.2 tells of its requests at Metadata. */
class AuditEventsTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private static final List<ObjectNode> TOLD = new CopyOnWriteArrayList<>();
    private static TestServer server;
    private static TestClient client;

    @BeforeAll
    static void start(@TempDir Path folder) {
        byte[] policy = """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                rules:
                - {level: None, users: [bob]}
                - {level: RequestResponse, resources: [{group: "", resources: [secrets]}], omitManagedFields: true}
                - {level: Request, resources: [{group: "", resources: [serviceaccounts]}]}
                - {level: Metadata}
                """.getBytes(UTF_8);
        server = TestServer.start(folder, new AuditSettings(AuditPolicyReader.read(policy), TOLD::add));
        client = server.client();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void atRequestResponseTheObjectsAreTold() {
        String secrets = "/api/v1/namespaces/default/secrets";
        String secret =
                "{\"metadata\":{\"name\":\"told\",\"managedFields\":[]},\"data\":{\"a\":\"Yg==\"},\"unknown\":1}";
        List<ObjectNode> created = events(client.post(secrets, secret), 2);
        assertThat(created.getFirst().has("requestObject")).isFalse();
        ObjectNode complete = created.getLast();
        assertThat(Json.text(complete.path("requestObject")))
                .isEqualTo("{\"metadata\":{\"name\":\"told\"},\"data\":{\"a\":\"Yg==\"},\"kind\":\"Secret\","
                        + "\"apiVersion\":\"v1\",\"type\":\"Opaque\"}");
        assertThat(complete.path("responseObject").path("kind").asString()).isEqualTo("Secret");
        assertThat(complete.path("responseObject").path("metadata").path("uid").asString())
                .isNotEmpty();
        ObjectNode refused = events(client.post(secrets, secret), 2).getLast();
        assertThat(refused.path("requestObject").path("kind").asString()).isEqualTo("Secret");
        assertThat(refused.path("responseObject").path("reason").asString()).isEqualTo("AlreadyExists");
        ObjectNode listed = events(client.get(secrets), 2).getLast();
        assertThat(listed.has("requestObject")).isFalse();
        assertThat(listed.path("responseObject").path("kind").asString()).isEqualTo("SecretList");
    }

    @Test
    void atRequestOnlyWhatWasSentIsTold() {
        String accounts = "/api/v1/namespaces/default/serviceaccounts";
        ObjectNode created = events(client.post(accounts, "{\"metadata\":{\"name\":\"told\"}}"), 2)
                .getLast();
        assertThat(created.path("requestObject").path("kind").asString()).isEqualTo("ServiceAccount");
        assertThat(created.has("responseObject")).isFalse();
        ObjectNode patched = events(
                        client.patch(
                                accounts + "/told",
                                "application/json-patch+json",
                                "[{\"op\":\"add\",\"path\":\"/secrets\",\"value\":[]}]"),
                        2)
                .getLast();
        assertThat(patched.path("requestObject").isArray()).isTrue();
        ObjectNode rehearsed = events(
                        client.delete(accounts + "/told", "{\"apiVersion\":\"v1\",\"dryRun\":[\"All\"]}"), 2)
                .getLast();
        assertThat(rehearsed.path("requestObject").path("kind").asString()).isEqualTo("DeleteOptions");
        assertThat(rehearsed.path("requestObject").path("apiVersion").asString())
                .isEqualTo("meta.k8s.io/__internal");
        assertThat(events(client.delete(accounts + "/told"), 2).getLast().has("requestObject"))
                .isFalse();
    }

    @Test
    void aCreationIsToldWhenItIsReceivedWithoutItsNameAndWhenItIsAnsweredWithIt() {
        List<ObjectNode> events = events(client.post(MAPS, map("made")), 2);
        ObjectNode received = events.getFirst();
        assertThat(received.path("stage").asString()).isEqualTo("RequestReceived");
        assertThat(Json.text(received.path("objectRef")))
                .isEqualTo("{\"resource\":\"configmaps\",\"namespace\":\"default\",\"apiVersion\":\"v1\"}");
        assertThat(received.has("annotations")).isFalse();
        assertThat(received.has("responseStatus")).isFalse();
        ObjectNode complete = events.getLast();
        assertThat(complete.path("stage").asString()).isEqualTo("ResponseComplete");
        assertThat(complete.path("kind").asString()).isEqualTo("Event");
        assertThat(complete.path("apiVersion").asString()).isEqualTo("audit.k8s.io/v1");
        assertThat(complete.path("level").asString()).isEqualTo("Metadata");
        assertThat(complete.path("verb").asString()).isEqualTo("create");
        assertThat(complete.path("requestURI").asString()).isEqualTo(MAPS);
        assertThat(complete.path("objectRef").path("name").asString()).isEqualTo("made");
        assertThat(Json.text(complete.path("responseStatus"))).isEqualTo("{\"metadata\":{},\"code\":201}");
        assertThat(Json.text(complete.path("annotations")))
                .isEqualTo("{\"authorization.k8s.io/decision\":\"allow\",\"authorization.k8s.io/reason\":\"\"}");
        assertThat(Json.text(complete.path("user")))
                .isEqualTo(
                        "{\"username\":\"kubernetes-admin\",\"groups\":[\"system:masters\",\"system:authenticated\"]}");
        assertThat(complete.path("stageTimestamp").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(complete.has("requestObject") || complete.has("responseObject"))
                .isFalse();
    }

    @Test
    void aNameThatTheServerMakesIsNotInTheReference() {
        String generated = map("x").replace("\"name\":\"x\"", "\"generateName\":\"x-\"");
        assertThat(events(client.post(MAPS, generated), 2)
                        .getLast()
                        .path("objectRef")
                        .has("name"))
                .isFalse();
    }

    @Test
    void anUpdateNamesTheResourceVersionThatItWasSentWith() {
        ObjectNode made = client.post(MAPS, map("updated")).json();
        String version = made.path("metadata").path("resourceVersion").asString();
        assertThat(events(client.put(MAPS + "/updated", made), 2)
                        .getLast()
                        .path("objectRef")
                        .path("resourceVersion")
                        .asString())
                .isEqualTo(version);
    }

    @Test
    void aFailureHasItsWholeStatusAtMetadataToo() {
        ObjectNode status =
                (ObjectNode) events(client.get(MAPS + "/missing"), 2).getLast().path("responseStatus");
        assertThat(status.path("code").asInt()).isEqualTo(404);
        assertThat(status.path("reason").asString()).isEqualTo("NotFound");
        assertThat(status.path("details").path("name").asString()).isEqualTo("missing");
        client.post(MAPS, map("twice"));
        ObjectNode conflict = events(client.post(MAPS, map("twice")), 2).getLast();
        assertThat(conflict.path("responseStatus").path("reason").asString()).isEqualTo("AlreadyExists");
        assertThat(conflict.path("objectRef").path("name").asString()).isEqualTo("twice");
    }

    @Test
    void aDeletionHasTheStatusOfItsSuccess() {
        client.post(MAPS, map("deleted"));
        ObjectNode status = (ObjectNode)
                events(client.delete(MAPS + "/deleted"), 2).getLast().path("responseStatus");
        assertThat(status.path("status").asString()).isEqualTo("Success");
        assertThat(status.path("code").asInt()).isEqualTo(200);
        assertThat(status.path("details").path("name").asString()).isEqualTo("deleted");
    }

    @Test
    void aNamespaceBelongsToItself() {
        ObjectNode event = events(client.get("/api/v1/namespaces/default"), 2).getFirst();
        assertThat(Json.text(event.path("objectRef")))
                .isEqualTo(
                        "{\"resource\":\"namespaces\",\"namespace\":\"default\",\"name\":\"default\",\"apiVersion\":\"v1\"}");
    }

    @Test
    void aWatchIsToldWhenItsAnswerStarts() throws Exception {
        String uri = MAPS + "?watch=true&timeoutSeconds=3&labelSelector=audited";
        try (InputStream watch = client.stream(uri)) {
            awaitStages(uri, "RequestReceived", "ResponseStarted");
            assertThat(watch.readAllBytes()).isEmpty();
            awaitStages(uri, "RequestReceived", "ResponseStarted", "ResponseComplete");
        }
    }

    @Test
    void aWatchThatItsClientBreaksOffIsToldToBeOver() throws Exception {
        String uri = MAPS + "?watch=true&labelSelector=broken";
        try (InputStream watch = client.stream(uri)) {
            awaitStages(uri, "RequestReceived", "ResponseStarted");
            assertThat(watch.available()).isZero();
        }
        awaitStages(uri, "RequestReceived", "ResponseStarted", "ResponseComplete");
    }

    @Test
    void aLongRunningRequestIsToldInThreeStagesWhenItIsRefusedToo() {
        assertThat(events(client.get("/api/v1/namespaces/default/pods/missing/log"), 3))
                .extracting(event -> event.path("stage").asString() + " "
                        + event.path("responseStatus").path("code").asInt())
                .containsExactly("RequestReceived 0", "ResponseStarted 404", "ResponseComplete 404");
    }

    @Test
    void whoHasNotProvedWhoHeIsHasOneEventWithoutAUser() {
        try (TestClient nobody = server.client(null)) {
            ObjectNode event = events(nobody.get(MAPS, "Authorization", "Bearer nonsense"), 1)
                    .getFirst();
            assertThat(event.path("stage").asString()).isEqualTo("ResponseStarted");
            assertThat(Json.text(event.path("user"))).isEqualTo("{}");
            assertThat(event.path("responseStatus").path("reason").asString()).isEqualTo("Unauthorized");
            assertThat(event.path("responseStatus").path("code").asInt()).isEqualTo(401);
            assertThat(event.has("annotations")).isFalse();
        }
    }

    @Test
    void whoActsAsSomebodyElseIsToldAsBothOnceThatIsAllowed() {
        List<ObjectNode> events = events(client.get(MAPS, "Impersonate-User", "alice"), 2);
        assertThat(events.getFirst().has("impersonatedUser")).isFalse();
        ObjectNode complete = events.getLast();
        assertThat(complete.path("user").path("username").asString()).isEqualTo("kubernetes-admin");
        assertThat(complete.path("impersonatedUser").path("username").asString())
                .isEqualTo("alice");
        assertThat(complete.path("annotations")
                        .path("authorization.k8s.io/decision")
                        .asString())
                .isEqualTo("forbid");
        assertThat(events(client.get(MAPS, "Impersonate-User", "bob"), 2))
                .as("the policy asks who it really is")
                .hasSize(2);
    }

    @Test
    void aRefusedImpersonationHasNeitherAnnotationsNorWhomItWouldActAs() {
        try (TestClient carol = server.client(server.pki().client("carol", "carol", "devs"))) {
            ObjectNode complete =
                    events(carol.get(MAPS, "Impersonate-User", "alice"), 2).getLast();
            assertThat(complete.path("responseStatus").path("code").asInt()).isEqualTo(403);
            assertThat(complete.has("annotations") || complete.has("impersonatedUser"))
                    .isFalse();
            ObjectNode creation = events(carol.post(MAPS, map("refused")), 2).getLast();
            assertThat(creation.path("objectRef").has("name"))
                    .as("nobody reads the body of who may not create")
                    .isFalse();
        }
    }

    @Test
    void whatThePolicyLeavesOutIsNotTold() {
        try (TestClient bob = server.client(server.pki().client("bob", "bob", "devs"))) {
            String id = bob.get(MAPS).header("audit-id").getFirst();
            events(client.get(MAPS), 2);
            assertThat(TOLD).noneMatch(event -> event.path("auditID").asString().equals(id));
        }
    }

    private static void awaitStages(String uri, String... stages) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(TOLD.stream()
                                .filter(event ->
                                        event.path("requestURI").asString().equals(uri))
                                .map(event -> event.path("stage").asString()))
                        .containsExactly(stages));
    }

    /** The events of a request, as soon as there are so many. */
    private static List<ObjectNode> events(TestClient.Reply reply, int count) {
        String id = reply.header("audit-id").getFirst();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> of(id).size() == count);
        return of(id);
    }

    private static List<ObjectNode> of(String id) {
        return TOLD.stream()
                .filter(event -> event.path("auditID").asString().equals(id))
                .toList();
    }

    private static String map(String name) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name + "\"}}";
    }
}
