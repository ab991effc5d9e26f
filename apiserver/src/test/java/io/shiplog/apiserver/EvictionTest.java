package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import io.shiplog.apiserver.testkit.TestClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Eviction under budgets as kube-apiserver v1.34.2 has it, whoever counted the budget. */
class EvictionTest extends ServerTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
    private static final String MERGE = "application/merge-patch+json";
    private static final String REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";

    private void pod(String name, String app, boolean ready) {
        String pod = "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"app\":\"%s\"}},\"spec\":{\"nodeName\":\"n\","
                + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
        assertThat(client.post(PODS, pod.formatted(name, app)).code()).isEqualTo(201);
        String status = "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\""
                + (ready ? "True" : "False") + "\"}]}}";
        assertThat(client.patch(PODS + "/" + name + "/status", MERGE, status).code())
                .isEqualTo(200);
    }

    private void budget(String name, String more) {
        String budget = "{\"metadata\":{\"name\":\"%1$s\"},\"spec\":{\"minAvailable\":1,\"selector\":{\"matchLabels\":"
                + "{\"app\":\"%1$s\"}}%2$s}}";
        assertThat(client.post(BUDGETS, budget.formatted(name, more)).code()).isEqualTo(201);
    }

    private void counted(String name, int allowed, int healthy) {
        String status = "{\"status\":{\"observedGeneration\":1,\"disruptionsAllowed\":%d,\"currentHealthy\":%d,"
                + "\"desiredHealthy\":1,\"expectedPods\":%d}}";
        var reply = client.patch(BUDGETS + "/" + name + "/status", MERGE, status.formatted(allowed, healthy, healthy));
        assertThat(reply.code()).as(reply.text()).isEqualTo(200);
    }

    private TestClient.Reply evict(String pod) {
        return client.post(PODS + "/" + pod + "/eviction", "{\"metadata\":{\"name\":\"" + pod + "\"}}");
    }

    private JsonNode status(String budget) {
        return client.get(BUDGETS + "/" + budget).json().path("status");
    }

    @Test
    void refusesWhileNobodyHasCountedTheBudget() {
        pod("new", "uncounted", true);
        budget("uncounted", "");
        var refused = evict("new");
        assertThat(refused.code()).as(refused.text()).isEqualTo(429);
        assertThat(refused.message()).isEqualTo(REFUSAL);
        assertThat(refused.json().at("/details/causes/0/reason").asString()).isEqualTo("DisruptionBudget");
        assertThat(refused.json().at("/details/causes/0/message").asString())
                .isEqualTo("The disruption budget uncounted is still being processed by the server.");
        assertThat(refused.header("retry-after")).contains("10");
    }

    @Test
    void refusesWhenNoDisruptionIsLeft() {
        pod("only", "used", true);
        budget("used", "");
        counted("used", 0, 1);
        var refused = evict("only");
        assertThat(refused.code()).isEqualTo(429);
        assertThat(refused.json().at("/details/causes/0/message").asString())
                .isEqualTo("The disruption budget used needs 1 healthy pods and has 1 currently");
        assertThat(refused.header("retry-after")).isEmpty();
        client.delete(BUDGETS + "/used");
        assertThat(evict("only").code()).isEqualTo(201);
    }

    @Test
    void takesADisruptionWithThePodAndSaysWhyItGoes() {
        pod("first", "counted", true);
        pod("second", "counted", true);
        budget("counted", "");
        counted("counted", 1, 2);
        assertThat(evict("first").code()).isEqualTo(201);
        JsonNode status = status("counted");
        assertThat(status.path("disruptionsAllowed").asInt(-1)).isZero();
        assertThat(status.path("disruptedPods").propertyNames()).containsExactly("first");
        JsonNode condition = status.path("conditions").path(0);
        assertThat(condition.path("type").asString()).isEqualTo("DisruptionAllowed");
        assertThat(condition.path("reason").asString()).isEqualTo("InsufficientPods");
        JsonNode pod = client.get(PODS + "/first").json();
        assertThat(pod.path("metadata").path("deletionTimestamp").isString()).isTrue();
        JsonNode why = pod.path("status").path("conditions").path(1);
        assertThat(why.path("type").asString()).isEqualTo("DisruptionTarget");
        assertThat(why.path("reason").asString()).isEqualTo("EvictionByEvictionAPI");
        assertThat(why.path("message").asString()).isEqualTo("Eviction API: evicting");
        assertThat(evict("second").code()).isEqualTo(429);
        assertThat(evict("first").code()).isEqualTo(201);
    }

    @Test
    void ofEvictionsAtOnceOnlyThoseThatTheBudgetAllowsTakePlace() {
        for (int i = 0; i < 8; i++) {
            pod("racing-" + i, "racing", true);
        }
        budget("racing", "");
        counted("racing", 3, 8);
        List<CompletableFuture<Integer>> replies = java.util.stream.IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> evict("racing-" + i).code()))
                .toList();
        assertThat(replies.stream().map(CompletableFuture::join).sorted())
                .containsExactly(201, 201, 201, 429, 429, 429, 429, 429);
        assertThat(status("racing").path("disruptedPods")).hasSize(3);
    }

    @Test
    void letsAnUnreadyPodGoUnderAHealthyBudgetOrOneThatAllowsIt() {
        pod("unready", "strict", false);
        budget("strict", "");
        counted("strict", 0, 0);
        assertThat(evict("unready").code()).isEqualTo(429);
        counted("strict", 0, 1);
        assertThat(evict("unready").code()).isEqualTo(201);
        assertThat(status("strict").has("disruptedPods")).isFalse();
        pod("lax", "lax", false);
        budget("lax", ",\"unhealthyPodEvictionPolicy\":\"AlwaysAllow\"");
        assertThat(evict("lax").code()).isEqualTo(201);
    }

    @Test
    void aPodUnderTwoBudgetsIsEvictedByNobodyInTheBareWordsOfUpstream() {
        pod("twice", "twice", true);
        budget("twice", "");
        String other = "{\"metadata\":{\"name\":\"too\"},\"spec\":{\"minAvailable\":1,\"selector\":{\"matchLabels\":"
                + "{\"app\":\"twice\"}}}}";
        assertThat(client.post(BUDGETS, other).code()).isEqualTo(201);
        var refused = evict("twice");
        assertThat(refused.code()).isEqualTo(500);
        assertThat(refused.json().toString())
                .isEqualTo(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":"
                                + "\"This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
                                + " support.\",\"code\":500}");
    }

    @Test
    void aDryRunTakesNothing() {
        pod("kept", "kept", true);
        budget("kept", "");
        counted("kept", 1, 1);
        String eviction = "{\"metadata\":{\"name\":\"kept\"},\"deleteOptions\":{\"dryRun\":[\"All\"]}}";
        assertThat(client.post(PODS + "/kept/eviction", eviction).code()).isEqualTo(201);
        assertThat(status("kept").path("disruptionsAllowed").asInt()).isEqualTo(1);
        assertThat(client.get(PODS + "/kept").json().path("metadata").has("deletionTimestamp"))
                .isFalse();
    }

    @Test
    void asksNoBudgetForAPodThatDoesNotRun() {
        String pod = "{\"metadata\":{\"name\":\"pending\",\"labels\":{\"app\":\"pending\"}},\"spec\":"
                + "{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
        client.post(PODS, pod);
        budget("pending", "");
        assertThat(evict("pending").code()).isEqualTo(201);
        assertThat(client.get(PODS + "/pending").code()).isEqualTo(404);
    }
}
