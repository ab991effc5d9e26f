package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client is told when it sends what cannot be taken: upstream's codes, reasons and texts. */
class BadInputTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String MAP = "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}";

    @BeforeAll
    void prepare() {
        client.post(MAPS, "{\"metadata\":{\"name\":\"present\"}}");
    }

    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of(
                        "malformed JSON", "POST", MAPS, "{\"kind\":", 400, "BadRequest", "couldn't get version/kind"),
                Arguments.of("empty body", "POST", MAPS, "", 400, "BadRequest", "must be of type ConfigMap"),
                Arguments.of("not an object", "POST", MAPS, "[1]", 400, "BadRequest", "must be of type ConfigMap"),
                Arguments.of(
                        "wrong type",
                        "POST",
                        MAPS,
                        "{\"metadata\":{\"name\":\"x\"},\"data\":{\"a\":1}}",
                        400,
                        "BadRequest",
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number"),
                Arguments.of(
                        "unknown field under Strict",
                        "POST",
                        MAPS + "?fieldValidation=Strict",
                        "{\"metadata\":{\"name\":\"x\"},\"dat\":{}}",
                        400,
                        "BadRequest",
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field"
                                + " \"dat\""),
                Arguments.of(
                        "duplicate field under Strict",
                        "POST",
                        MAPS + "?fieldValidation=Strict",
                        "{\"metadata\":{\"name\":\"x\",\"name\":\"y\"}}",
                        400,
                        "BadRequest",
                        "duplicate field \"metadata.name\""),
                Arguments.of(
                        "no name",
                        "POST",
                        MAPS,
                        "{\"metadata\":{}}",
                        422,
                        "Invalid",
                        "metadata.name: Required value: name or generateName is required"),
                Arguments.of(
                        "missing fields",
                        "POST",
                        DEPLOYMENTS,
                        "{\"metadata\":{\"name\":\"x\"},\"spec\":{}}",
                        422,
                        "Invalid",
                        "Deployment.apps \"x\" is invalid: ["),
                Arguments.of(
                        "another kind",
                        "POST",
                        MAPS,
                        "{\"kind\":\"Secret\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"x\"}}",
                        400,
                        "BadRequest",
                        "Secret in version \"v1\" cannot be handled as a ConfigMap"),
                Arguments.of(
                        "another version",
                        "POST",
                        MAPS,
                        "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v2\",\"metadata\":{\"name\":\"x\"}}",
                        400,
                        "BadRequest",
                        "the API version in the data (v2) does not match the expected API version (v1)"),
                Arguments.of(
                        "another namespace",
                        "POST",
                        MAPS,
                        "{\"metadata\":{\"name\":\"x\",\"namespace\":\"other\"}}",
                        400,
                        "BadRequest",
                        "the namespace of the provided object does not match the namespace sent on the request"),
                Arguments.of(
                        "another name",
                        "PUT",
                        MAPS + "/present",
                        MAP,
                        400,
                        "BadRequest",
                        "the name of the object (x) does not match the name on the URL (present)"),
                Arguments.of(
                        "a namespace that does not exist",
                        "POST",
                        "/api/v1/namespaces/nowhere/configmaps",
                        MAP,
                        404,
                        "NotFound",
                        "namespaces \"nowhere\" not found"),
                Arguments.of(
                        "a second create",
                        "POST",
                        MAPS,
                        "{\"metadata\":{\"name\":\"present\"}}",
                        409,
                        "AlreadyExists",
                        "configmaps \"present\" already exists"),
                Arguments.of(
                        "a stale resourceVersion",
                        "PUT",
                        MAPS + "/present",
                        "{\"metadata\":{\"name\":\"present\",\"resourceVersion\":\"1\"}}",
                        409,
                        "Conflict",
                        "the object has been modified; please apply your changes to the latest version and try again"),
                Arguments.of(
                        "a resourceVersion on create",
                        "POST",
                        MAPS,
                        "{\"metadata\":{\"name\":\"x\",\"resourceVersion\":\"1\"}}",
                        400,
                        "BadRequest",
                        "resourceVersion should not be set on objects to be created"),
                Arguments.of(
                        "an update of nothing",
                        "PUT",
                        MAPS + "/absent",
                        "{\"metadata\":{\"name\":\"absent\"}}",
                        404,
                        "NotFound",
                        "configmaps \"absent\" not found"),
                Arguments.of(
                        "a deletion of nothing",
                        "DELETE",
                        MAPS + "/absent",
                        null,
                        404,
                        "NotFound",
                        "configmaps \"absent\" not found"),
                Arguments.of(
                        "a deletion of another uid",
                        "DELETE",
                        MAPS + "/present",
                        "{\"preconditions\":{\"uid\":\"other\"}}",
                        409,
                        "Conflict",
                        "the UID in the precondition (other) does not match the UID in record ("),
                Arguments.of(
                        "an unknown resource",
                        "GET",
                        "/api/v1/namespaces/default/gadgets",
                        null,
                        404,
                        "NotFound",
                        "the server could not find the requested resource"),
                Arguments.of(
                        "a method that is not there",
                        "POST",
                        MAPS + "/present",
                        MAP,
                        405,
                        "MethodNotAllowed",
                        "the server does not allow this method on the requested resource"),
                Arguments.of(
                        "an unreadable label selector",
                        "GET",
                        MAPS + "?labelSelector=a%20in%20b",
                        null,
                        400,
                        "BadRequest",
                        ""),
                Arguments.of(
                        "an unknown field selector",
                        "GET",
                        MAPS + "?fieldSelector=data.a%3Db",
                        null,
                        400,
                        "BadRequest",
                        "\"data.a\" is not a known field selector"),
                Arguments.of(
                        "a token of our own making",
                        "GET",
                        MAPS + "?continue=abc",
                        null,
                        400,
                        "BadRequest",
                        "continue"),
                Arguments.of(
                        "a resourceVersion from the future",
                        "GET",
                        MAPS + "?resourceVersion=99999999",
                        null,
                        504,
                        "Timeout",
                        "Too large resource version: 99999999"),
                Arguments.of(
                        "an autoscaler of what has no group",
                        "POST",
                        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
                        "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"maxReplicas\":1,\"scaleTargetRef\":{\"kind\":\"Deployment\","
                                + "\"name\":\"x\",\"apiVersion\":\"v1\"}}}",
                        422,
                        "Invalid",
                        "spec.scaleTargetRef.apiVersion: Invalid value: \"v1\": apiVersion must specify API group"),
                Arguments.of(
                        "a replacement without a name",
                        "PUT",
                        MAPS + "/present",
                        "{\"metadata\":{}}",
                        400,
                        "BadRequest",
                        "the name of the object (present based on URL) was undeterminable: name must be provided"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void refusesAsUpstreamDoes(
            String what, String method, String path, String body, int code, String reason, String message) {
        var reply = client.send(method, path, body);
        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        assertThat(reply.json().path("kind").asString()).isEqualTo("Status");
        assertThat(reply.json().path("status").asString()).isEqualTo("Failure");
        assertThat(reply.json().path("code").asInt()).isEqualTo(code);
        assertThat(reply.reason()).isEqualTo(reason);
        assertThat(reply.message()).contains(message);
    }

    @Test
    void namesEveryMissingFieldAsACause() {
        var reply = client.post(DEPLOYMENTS, "{\"metadata\":{\"name\":\"x\"},\"spec\":{}}");
        var causes = reply.json().path("details").path("causes");
        assertThat(causes.valueStream().map(cause -> cause.path("field").asString()))
                .contains("spec.selector");
        assertThat(causes.get(0).path("reason").asString()).startsWith("FieldValue");
    }

    @Test
    void refusesABodyOverTheLimit() {
        String large = "{\"metadata\":{\"name\":\"large\"},\"data\":{\"a\":\"" + "x".repeat(3_500_000) + "\"}}";
        var reply = client.post(MAPS, large);
        assertThat(reply.code()).isEqualTo(413);
        assertThat(reply.reason()).isEqualTo("RequestEntityTooLarge");
    }

    @Test
    void refusesAnObjectThatTheJournalDoesNotTake() {
        String large = "{\"metadata\":{\"name\":\"large\"},\"data\":{\"a\":\"" + "x".repeat(2_000_000) + "\"}}";
        var reply = client.post(MAPS, large);
        assertThat(reply.code()).as(reply.text()).isIn(413, 422);
    }

    @Test
    void refusesUnknownMediaTypes() {
        assertThat(client.patch(MAPS + "/present", "text/plain", "{}").code()).isEqualTo(415);
        assertThat(client.post(MAPS, "x", "Content-Type", "text/plain").code()).isEqualTo(415);
        assertThat(client.get(MAPS, "Accept", "text/html").code()).isEqualTo(406);
    }

    @Test
    void warnsOfUnknownFieldsUnlessToldToIgnoreThem() {
        String body = "{\"metadata\":{\"name\":\"warned\"},\"dat\":{}}";
        var warned = client.post(MAPS + "?dryRun=All", body);
        assertThat(warned.code()).as(warned.text()).isEqualTo(201);
        assertThat(warned.header("warning")).containsExactly("299 - \"unknown field \\\"dat\\\"\"");
        assertThat(client.post(MAPS + "?dryRun=All&fieldValidation=Ignore", body)
                        .header("warning"))
                .isEmpty();
    }

    @Test
    void forbidsStrangersAndWhoSaysNothingOfWhoHeIs() {
        try (TestClient nobody = server.client(null)) {
            assertThat(nobody.get(MAPS).code()).isEqualTo(403);
            assertThat(nobody.get(MAPS).message())
                    .isEqualTo("configmaps is forbidden: User \"system:anonymous\" cannot list resource \"configmaps\""
                            + " in API group \"\" in the namespace \"default\"");
            assertThat(nobody.get(MAPS, "Authorization", "Bearer nonsense").code())
                    .isEqualTo(401);
            assertThat(nobody.get("/healthz").text()).isEqualTo("ok");
        }
        try (TestClient bob = server.client(server.pki().client("bob", "bob"))) {
            var refused = bob.get(MAPS + "/present");
            assertThat(refused.code()).isEqualTo(403);
            assertThat(refused.message())
                    .isEqualTo(
                            "configmaps \"present\" is forbidden: User \"bob\" cannot get resource \"configmaps\" in API"
                                    + " group \"\" in the namespace \"default\"");
            assertThat(bob.get("/apis").code()).isEqualTo(200);
        }
    }
}
