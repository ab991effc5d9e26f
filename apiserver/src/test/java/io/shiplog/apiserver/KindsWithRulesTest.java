package io.shiplog.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.apiserver.testkit.ServerTest;
import org.junit.jupiter.api.Test;

/** Pods, services, scales and the other things that differ from plain objects. */
class KindsWithRulesTest extends ServerTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String SERVICES = "/api/v1/namespaces/default/services";
    private static final String MERGE = "application/merge-patch+json";

    @Test
    void bindsAPodOnceAndDeletesItGracefully() {
        createPod("bound", "{}");
        String binding = "{\"metadata\":{\"name\":\"bound\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}}";
        assertThat(client.post(PODS + "/bound/binding", binding).code()).isEqualTo(201);
        var second = client.post(PODS + "/bound/binding", binding);
        assertThat(second.code()).isEqualTo(409);
        assertThat(second.message()).contains("pod bound is already assigned to node \"n1\"");
        var deleted = client.delete(PODS + "/bound");
        assertThat(deleted.json()
                        .path("metadata")
                        .path("deletionGracePeriodSeconds")
                        .asInt())
                .isEqualTo(30);
        assertThat(client.get(PODS + "/bound").code()).isEqualTo(200);
        assertThat(client.delete(PODS + "/bound?gracePeriodSeconds=0").code()).isEqualTo(200);
        assertThat(client.get(PODS + "/bound").code()).isEqualTo(404);
    }

    @Test
    void deletesAnUnscheduledPodAtOnce() {
        createPod("waiting", "{}");
        assertThat(client.delete(PODS + "/waiting").code()).isEqualTo(200);
        assertThat(client.get(PODS + "/waiting").code()).isEqualTo(404);
    }

    @Test
    void bindsNeitherAnotherPodThanTheUrlSaysNorAGatedOne() {
        createPod("named", "{}");
        String binding = "{\"metadata\":{\"name\":\"%s\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}}";
        var another = client.post(PODS + "/named/binding", binding.formatted("other"));
        assertThat(another.code()).isEqualTo(400);
        assertThat(another.message()).isEqualTo("name in URL does not match name in Binding object");
        client.post(
                PODS,
                "{\"metadata\":{\"name\":\"gated\"},\"spec\":{\"schedulingGates\":[{\"name\":\"example.com/wait\"}],"
                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        var gated = client.post(PODS + "/gated/binding", binding.formatted("gated"));
        assertThat(gated.code()).isEqualTo(409);
        assertThat(gated.message()).endsWith("pod gated has non-empty .spec.schedulingGates");
    }

    @Test
    void givesServicesAddressesAndTakesThemBack() {
        String fixed = "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"type\":\"NodePort\",\"clusterIP\":\"10.96.0.77\","
                + "\"ports\":[{\"port\":80,\"nodePort\":30077}]}}";
        assertThat(client.post(SERVICES, fixed.formatted("first")).code()).isEqualTo(201);
        var second = client.post(SERVICES, fixed.formatted("second"));
        assertThat(second.code()).isEqualTo(422);
        assertThat(second.message()).contains("provided IP is already allocated");
        assertThat(client.delete(SERVICES + "/first").code()).isEqualTo(200);
        assertThat(client.post(SERVICES, fixed.formatted("second")).code()).isEqualTo(201);
        var any = client.post(SERVICES, "{\"metadata\":{\"name\":\"any\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
        String address = any.json().path("spec").path("clusterIP").asString();
        assertThat(address).startsWith("10.96.");
        assertThat(client.get("/apis/networking.k8s.io/v1/ipaddresses/" + address)
                        .code())
                .isEqualTo(200);
    }

    @Test
    void deletesTheEndpointsOfAServiceWithIt() {
        String endpoints = "/api/v1/namespaces/default/endpoints";
        assertThat(client.post(SERVICES, "{\"metadata\":{\"name\":\"given\"},\"spec\":{\"ports\":[{\"port\":80}]}}")
                        .code())
                .isEqualTo(201);
        assertThat(client.post(endpoints, "{\"metadata\":{\"name\":\"given\"}}").code())
                .isEqualTo(201);
        assertThat(client.post(endpoints, "{\"metadata\":{\"name\":\"other\"}}").code())
                .isEqualTo(201);
        assertThat(client.delete(SERVICES + "/given").code()).isEqualTo(200);
        assertThat(client.get(endpoints + "/given").code()).isEqualTo(404);
        assertThat(client.get(endpoints + "/other").code()).isEqualTo(200);
    }

    @Test
    void answersOldDeploymentsAsNewOnesAndScalesThem() {
        String old = "{\"kind\":\"Deployment\",\"apiVersion\":\"extensions/v1beta1\",\"metadata\":{\"name\":\"old\"},"
                + "\"spec\":{\"replicas\":2,\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},"
                + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}";
        var created = client.post("/apis/extensions/v1beta1/namespaces/default/deployments", old);
        assertThat(created.code()).as(created.text()).isEqualTo(201);
        assertThat(created.json().path("apiVersion").asString()).isEqualTo("apps/v1");
        assertThat(created.header("warning").getFirst()).contains("extensions/v1beta1 Deployment is deprecated");
        String before = "/apis/extensions/v1beta1/namespaces/default/deployments/old";
        String label =
                "{\"kind\":\"Deployment\",\"apiVersion\":\"extensions/v1beta1\",\"metadata\":{\"labels\":{\"a\":\"b\"}}}";
        var patched = client.patch(before, MERGE, label);
        assertThat(patched.code()).as(patched.text()).isEqualTo(200);
        assertThat(patched.json().path("apiVersion").asString()).isEqualTo("apps/v1");
        String scale = "/apis/apps/v1/namespaces/default/deployments/old/scale";
        assertThat(client.get(scale).json().path("status").path("selector").asString())
                .isEqualTo("a=b");
        assertThat(client.patch(scale, MERGE, "{\"spec\":{\"replicas\":5}}").code())
                .isEqualTo(200);
        assertThat(client.get(scale).json().path("spec").path("replicas").asInt())
                .isEqualTo(5);
        assertThat(client.patch(scale, MERGE, "{\"spec\":{\"replicas\":-1}}").code())
                .isEqualTo(422);
    }

    @Test
    void keepsAnObjectUntilItsLastFinalizerIsGone() {
        String maps = "/api/v1/namespaces/default/configmaps";
        client.post(maps, "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.com/x\"]}}");
        assertThat(client.delete(maps + "/held").json().path("metadata").has("deletionTimestamp"))
                .isTrue();
        assertThat(client.get(maps + "/held").code()).isEqualTo(200);
        client.patch(maps + "/held", MERGE, "{\"metadata\":{\"finalizers\":null}}");
        assertThat(client.get(maps + "/held").code()).isEqualTo(404);
    }

    @Test
    void anUpdateCreatesRolesAndNeedsTheVersionOfLeases() {
        String role = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/made";
        assertThat(client.put(role, "{\"metadata\":{\"name\":\"made\"},\"rules\":[]}")
                        .code())
                .isEqualTo(201);
        assertThat(client.put(role, "{\"metadata\":{\"name\":\"made\"},\"rules\":[]}")
                        .code())
                .isEqualTo(200);
        String lease = "/apis/coordination.k8s.io/v1/namespaces/default/leases/made";
        String body = "{\"metadata\":{\"name\":\"made\"},\"spec\":{\"holderIdentity\":\"a\"}}";
        assertThat(client.put(lease, body).code()).isEqualTo(201);
        var blind = client.put(lease, body.replace("\"a\"", "\"b\""));
        assertThat(blind.code()).isEqualTo(422);
        assertThat(blind.message())
                .contains("metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        assertThat(client.put("/api/v1/namespaces/default/configmaps/unmade", "{\"metadata\":{\"name\":\"unmade\"}}")
                        .code())
                .isEqualTo(404);
    }

    private void createPod(String name, String labels) {
        var reply = client.post(
                PODS,
                "{\"metadata\":{\"name\":\"%s\",\"labels\":%s},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}"
                        .formatted(name, labels));
        assertThat(reply.code()).as(reply.text()).isEqualTo(201);
    }
}
