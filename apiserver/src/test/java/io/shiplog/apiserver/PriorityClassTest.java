package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.TestClient;
import io.shiplog.apiserver.testkit.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** PriorityClasses of users and of the system, and what pods get of them. */
class PriorityClassTest {
    private static final String CLASSES = "/apis/scheduling.k8s.io/v1/priorityclasses";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) {
        server = TestServer.start(folder);
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void aPodHasThePriorityOfItsClass() {
        create("high", 1000, ",\"preemptionPolicy\":\"Never\"", 201);
        JsonNode spec = pod("a", "\"priorityClassName\":\"high\",", 201).json().path("spec");
        assertThat(spec.path("priority").asInt()).isEqualTo(1000);
        assertThat(spec.path("preemptionPolicy").asString()).isEqualTo("Never");
        JsonNode critical = pod("b", "\"priorityClassName\":\"system-node-critical\",", 201)
                .json()
                .path("spec");
        assertThat(critical.path("priority").asInt()).isEqualTo(2_000_001_000);
    }

    @Test
    void aPodWithoutAClassHasTheDefaultOnes() {
        assertThat(pod("before", "", 201).json().at("/spec/priority").asInt()).isZero();
        create("usual", 5, ",\"globalDefault\":true", 201);
        JsonNode spec = pod("after", "", 201).json().path("spec");
        assertThat(spec.path("priority").asInt()).isEqualTo(5);
        assertThat(spec.path("priorityClassName").asString()).isEqualTo("usual");
        assertThat(create("other", 6, ",\"globalDefault\":true", 403).message())
                .isEqualTo(
                        "priorityclasses.scheduling.k8s.io \"other\" is forbidden: PriorityClass usual is already marked"
                                + " as default. Only one default can exist");
    }

    @Test
    void aPodOfAClassThatIsNotThereIsForbidden() {
        assertThat(pod("x", "\"priorityClassName\":\"y\",", 403).message())
                .isEqualTo("pods \"x\" is forbidden: no PriorityClass with name y was found");
    }

    @Test
    void aPodMayNotChooseItsPriority() {
        assertThat(pod("x", "\"priority\":9,", 403).message())
                .contains("the integer value of priority (9) must not be provided in pod spec");
    }

    @Test
    void theSystemsClassesStay() {
        var refused = client.delete(CLASSES + "/system-node-critical");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message()).endsWith("this is a system priority class and cannot be deleted");
        assertThat(create("system-mine", 5, "", 422).message())
                .contains(
                        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use"
                                + " only. error: system-mine is not a known system priority class");
        assertThat(client.get(CLASSES + "/system-cluster-critical")
                        .json()
                        .path("value")
                        .asInt())
                .isEqualTo(2_000_000_000);
    }

    @Test
    void aClassKeepsItsValue() {
        create("high", 1000, "", 201);
        var changed = client.patch(CLASSES + "/high", "application/merge-patch+json", "{\"value\":7}");
        assertThat(changed.code()).isEqualTo(422);
        assertThat(changed.message()).contains("value: Forbidden: may not be changed in an update.");
        assertThat(create("huge", 1_000_000_001, "", 422).message())
                .contains("value: Forbidden: maximum allowed value of a user defined priority is 1000000000");
    }

    private TestClient.Reply create(String name, int value, String more, int code) {
        var reply = client.post(CLASSES, "{\"metadata\":{\"name\":\"" + name + "\"},\"value\":" + value + more + "}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        return reply;
    }

    private TestClient.Reply pod(String name, String more, int code) {
        var reply = client.post(
                PODS,
                "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{" + more
                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(code);
        return reply;
    }
}
