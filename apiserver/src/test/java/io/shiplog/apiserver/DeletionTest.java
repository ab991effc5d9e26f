package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What deletions do and refuse, and how objects end that something holds. */
class DeletionTest extends ServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String MERGE = "application/merge-patch+json";

    @Test
    void holdsToPreconditionsInUpstreamsWords() {
        String uid = create("pre", "").json().at("/metadata/uid").asString();
        var another = client.delete(MAPS + "/pre", "{\"preconditions\":{\"uid\":\"other\"}}");
        assertThat(another.code()).isEqualTo(409);
        assertThat(another.message())
                .isEqualTo(
                        "Operation cannot be fulfilled on ConfigMap \"pre\": the UID in the precondition (other) does"
                                + " not match the UID in record (" + uid
                                + "). The object might have been deleted and then recreated");
        var stale = client.delete(MAPS + "/pre", "{\"preconditions\":{\"resourceVersion\":\"1\"}}");
        assertThat(stale.code()).isEqualTo(409);
        assertThat(stale.message()).contains("the ResourceVersion in the precondition (1) does not match");
        assertThat(client.delete(MAPS + "/pre", "{\"preconditions\":{\"uid\":\"" + uid + "\"}}")
                        .code())
                .isEqualTo(200);
    }

    @Test
    void refusesOptionsThatAreNoneOrContradictOneAnother() {
        create("options", "");
        var wrongType = client.delete(MAPS + "/options", "{\"gracePeriodSeconds\":\"x\"}");
        assertThat(wrongType.code()).isEqualTo(400);
        var wrongKind = client.delete(MAPS + "/options", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}");
        assertThat(wrongKind.message()).isEqualTo("decoded object cannot be converted to DeleteOptions");
        var both = client.delete(MAPS + "/options", "{\"orphanDependents\":true,\"propagationPolicy\":\"Orphan\"}");
        assertThat(both.code()).isEqualTo(422);
        assertThat(both.message()).endsWith("orphanDependents and deletionPropagation cannot be both set");
        var unknown = client.delete(MAPS + "/options?propagationPolicy=Slow");
        assertThat(unknown.code()).isEqualTo(422);
        assertThat(unknown.message())
                .isEqualTo("DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Slow\":"
                        + " supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
        assertThat(client.get(MAPS + "/options").code()).isEqualTo(200);
    }

    @Test
    void marksWhatIsToBecomeOfDependents() {
        create("foreground", "");
        var marked = client.delete(MAPS + "/foreground", "{\"propagationPolicy\":\"Foreground\"}")
                .json();
        assertThat(marked.at("/metadata/finalizers/0").asString()).isEqualTo("foregroundDeletion");
        assertThat(marked.at("/metadata/deletionGracePeriodSeconds").asInt(-1)).isZero();
        var orphaning = client.delete(MAPS + "/foreground", "{\"propagationPolicy\":\"Orphan\"}")
                .json();
        assertThat(orphaning.at("/metadata/finalizers").toString()).isEqualTo("[\"orphan\"]");
        assertThat(client.delete(MAPS + "/foreground", "{\"propagationPolicy\":\"Background\"}")
                        .code())
                .isEqualTo(200);
        assertThat(client.get(MAPS + "/foreground").code()).isEqualTo(404);
    }

    @Test
    void anUpdateThatTakesTheLastFinalizerAwayEndsTheObject() {
        var held = create("held", ",\"finalizers\":[\"example.com/x\"]").json();
        var first = client.delete(MAPS + "/held").json();
        var second = client.delete(MAPS + "/held").json();
        assertThat(second).isEqualTo(first);
        var more = client.patch(
                MAPS + "/held", MERGE, "{\"metadata\":{\"finalizers\":[\"example.com/x\",\"example.com/y\"]}}");
        assertThat(more.code()).isEqualTo(422);
        assertThat(more.message()).contains("no new finalizers can be added if the object is being deleted");
        held.withObject("/metadata").remove("finalizers");
        held.withObject("/metadata").remove("resourceVersion");
        assertThat(client.put(MAPS + "/held", held).code()).isEqualTo(200);
        assertThat(client.get(MAPS + "/held").code()).isEqualTo(404);
    }

    @Test
    void aSecondDeletionOfAPodOnlyShortensItsTime() {
        boundPod("slow");
        var first = client.delete(PODS + "/slow?gracePeriodSeconds=60").json();
        assertThat(client.delete(PODS + "/slow").json()).isEqualTo(first);
        assertThat(client.delete(PODS + "/slow?gracePeriodSeconds=90").json()).isEqualTo(first);
        assertThat(client.delete(PODS + "/slow", "{\"propagationPolicy\":\"Foreground\"}")
                        .json())
                .as("finalizers stay as they are while a pod ends")
                .isEqualTo(first);
        var shorter = client.delete(PODS + "/slow?gracePeriodSeconds=40").json();
        assertThat(shorter.at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(40);
        assertThat(due(shorter))
                .as("counted from the first")
                .isEqualTo(due(first).minus(Duration.ofSeconds(20)));
        client.patch(PODS + "/slow/status", MERGE, "{\"status\":{\"phase\":\"Succeeded\"}}");
        assertThat(client.delete(PODS + "/slow").code()).isEqualTo(200);
        assertThat(client.get(PODS + "/slow").code())
                .as("its agent has yet to say so")
                .isEqualTo(200);
        assertThat(client.delete(PODS + "/slow?gracePeriodSeconds=0").code()).isEqualTo(200);
        assertThat(client.get(PODS + "/slow").code()).isEqualTo(404);
    }

    @Test
    void aNamespaceThatEndsAnswersAsItIs() {
        client.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"ending\"}}");
        var first = client.delete("/api/v1/namespaces/ending");
        assertThat(first.json().at("/status/phase").asString()).isEqualTo("Terminating");
        var second = client.delete("/api/v1/namespaces/ending");
        assertThat(second.code()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
        var refused = client.post("/api/v1/namespaces/ending/configmaps", "{\"metadata\":{\"name\":\"late\"}}");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.json().at("/details/causes/0/reason").asString()).isEqualTo("NamespaceTerminating");
    }

    @Test
    void eventsOfBothGroupsAnswerInTheGroupThatWasAsked() {
        String events = "/apis/events.k8s.io/v1/namespaces/default/events";
        String event = "{\"metadata\":{\"name\":\"e\",\"finalizers\":[\"example.com/x\"]},\"eventTime\":"
                + "\"2026-01-02T03:04:05.000000Z\",\"reportingController\":\"example.com/c\",\"reportingInstance\":\"i\","
                + "\"action\":\"a\",\"reason\":\"r\",\"type\":\"Normal\",\"regarding\":{\"kind\":\"Pod\",\"namespace\":"
                + "\"default\",\"name\":\"p\"}}";
        var created = client.post(events, event);
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("apiVersion").asString()).isEqualTo("events.k8s.io/v1");
        assertThat(created.json().at("/regarding/name").asString()).isEqualTo("p");
        var deleted = client.delete(events + "/e");
        assertThat(deleted.json().path("apiVersion").asString()).isEqualTo("events.k8s.io/v1");
        var core = client.get("/api/v1/namespaces/default/events/e").json();
        assertThat(core.path("apiVersion").asString()).isEqualTo("v1");
        assertThat(core.at("/involvedObject/name").asString()).isEqualTo("p");
        assertThat(core.at("/metadata").has("deletionTimestamp")).isTrue();
    }

    private static Instant due(tools.jackson.databind.JsonNode object) {
        return Instant.parse(object.at("/metadata/deletionTimestamp").asString());
    }

    private void boundPod(String name) {
        client.post(
                PODS,
                "{\"metadata\":{\"name\":\"" + name
                        + "\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        var bound = client.post(
                PODS + "/" + name + "/binding",
                "{\"metadata\":{\"name\":\"" + name + "\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}}");
        assertThat(bound.code()).as(bound.text()).isEqualTo(201);
        assertThat(bound.json().path("code").asInt()).isEqualTo(201);
    }

    private TestClient.Reply create(String name, String metadata) {
        var reply = client.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\"" + metadata + "}}");
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
        return reply;
    }
}
