package io.shiplog.reconcilers.endpoints;

import static io.shiplog.reconcilers.objects.Resources.ENDPOINTS;
import static io.shiplog.reconcilers.objects.Resources.ENDPOINT_SLICES;
import static io.shiplog.reconcilers.objects.Resources.PODS;
import static io.shiplog.reconcilers.objects.Resources.REPLICA_SETS;
import static io.shiplog.reconcilers.objects.Resources.SERVICES;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.journal.StoredObject;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.replicaset.ReplicaSetReconciler;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.Nodes;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EndpointsReconcilersTest {
    private final World world = new World(
            1,
            new ReplicaSetReconciler(),
            new EndpointsReconciler(),
            new EndpointSliceReconciler(),
            new EndpointSliceMirroringReconciler());
    private final Nodes nodes = new Nodes(world, "n1", "n2");

    private void service(String spec) {
        world.create(SERVICES, Manifests.parse("""
                {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"default","labels":{"team":"x"}},
                 "spec":%s}""".formatted(spec)));
        world.settle();
    }

    private void selecting() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"10.96.0.5","ports":[{"port":80,"targetPort":"http","protocol":"TCP"}]}""");
    }

    private void pods(int count) {
        world.create(REPLICA_SETS, Manifests.replicaSet("web", count));
        nodes.converge();
    }

    private JsonNode endpoints() {
        return world.json(ENDPOINTS, "default/web");
    }

    private List<ObjectNode> slices() {
        var slices = new ArrayList<ObjectNode>();
        world.list(ENDPOINT_SLICES).forEach(slice -> slices.add(Json.parse(slice.json())));
        return slices;
    }

    private String firstPod() {
        return world.list(PODS).getFirst().key().toString();
    }

    @Test
    void publishesReadyPodsUnderTheNumberOfTheirNamedPort() {
        selecting();
        pods(3);
        JsonNode subset = endpoints().path("subsets").get(0);
        assertThat(subset.path("addresses")).hasSize(3);
        assertThat(subset.path("ports").toString()).isEqualTo("[{\"port\":8080,\"protocol\":\"TCP\"}]");
        assertThat(subset.path("addresses")
                        .get(0)
                        .path("targetRef")
                        .path("kind")
                        .asString())
                .isEqualTo("Pod");
        assertThat(endpoints().path("metadata").path("labels").toString())
                .isEqualTo("{\"team\":\"x\",\"endpoints.kubernetes.io/managed-by\":\"endpoint-controller\"}");
        ObjectNode slice = slices().getFirst();
        assertThat(slices()).hasSize(1);
        assertThat(slice.path("addressType").asString()).isEqualTo("IPv4");
        assertThat(slice.path("endpoints")).hasSize(3);
        assertThat(slice.path("ports").toString()).isEqualTo("[{\"name\":\"\",\"port\":8080,\"protocol\":\"TCP\"}]");
        assertThat(slice.path("metadata")
                        .path("labels")
                        .path("kubernetes.io/service-name")
                        .asString())
                .isEqualTo("web");
        assertThat(slice.path("metadata")
                        .path("ownerReferences")
                        .get(0)
                        .path("kind")
                        .asString())
                .isEqualTo("Service");
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void movesAPodThatIsNotReadyAndDropsOneThatTerminates() {
        selecting();
        pods(2);
        nodes.ready(firstPod(), false);
        world.settle();
        assertThat(endpoints().path("subsets").get(0).path("notReadyAddresses")).hasSize(1);
        assertThat(slices().getFirst()
                        .path("endpoints")
                        .get(0)
                        .path("conditions")
                        .toString())
                .isEqualTo("{\"ready\":false,\"serving\":false,\"terminating\":false}");
        nodes.ready(firstPod(), true);
        world.settle();
        String pod = firstPod();
        world.delete(PODS, pod);
        world.settle();
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(1);
        assertThat(slices().getFirst()
                        .path("endpoints")
                        .get(0)
                        .path("conditions")
                        .toString())
                .isEqualTo("{\"ready\":false,\"serving\":true,\"terminating\":true}");
        nodes.converge();
        assertThat(slices().getFirst().path("endpoints")).hasSize(2);
    }

    @Test
    void aServiceWithoutPodsHasEmptyEndpointsAndOneEmptySlice() {
        selecting();
        assertThat(endpoints().has("subsets")).isFalse();
        assertThat(slices()).hasSize(1);
        String name = slices().getFirst().path("metadata").path("name").asString();
        pods(1);
        assertThat(slices()).hasSize(1);
        assertThat(slices().getFirst().path("metadata").path("name").asString()).isEqualTo(name);
        assertThat(slices().getFirst().path("endpoints")).hasSize(1);
        world.edit(
                REPLICA_SETS, "default/web", json -> Draft.object(json, "spec").put("replicas", 0));
        nodes.converge();
        assertThat(slices()).hasSize(1);
        assertThat(slices().getFirst().path("endpoints")).isEmpty();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void slicesHoldAHundredEndpointsAtMostAndOnlyThoseThatChangeAreWritten() {
        selecting();
        pods(250);
        assertThat(slices().stream()
                        .map(slice -> slice.path("endpoints").size())
                        .sorted())
                .containsExactly(50, 100, 100);
        List<Long> before = world.list(ENDPOINT_SLICES).stream()
                .map(StoredObject::resourceVersion)
                .toList();
        nodes.ready(firstPod(), false);
        world.settle();
        List<Long> after = world.list(ENDPOINT_SLICES).stream()
                .map(StoredObject::resourceVersion)
                .toList();
        assertThat(after.stream().filter(version -> !before.contains(version))).hasSize(1);
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void publishesNotReadyAddressesWhenTheServiceSaysSo() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"None","publishNotReadyAddresses":true,"ports":[{"port":80}]}""");
        pods(1);
        nodes.ready(firstPod(), false);
        world.settle();
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(1);
        assertThat(endpoints()
                        .path("subsets")
                        .get(0)
                        .path("ports")
                        .get(0)
                        .path("port")
                        .asInt())
                .isEqualTo(80);
        assertThat(endpoints().path("metadata").path("labels").has(Services.HEADLESS_LABEL))
                .isTrue();
        assertThat(slices().getFirst()
                        .path("endpoints")
                        .get(0)
                        .path("conditions")
                        .path("ready")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aHeadlessServiceNamesThePodsOfItsSubdomain() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"None"}""");
        ObjectNode pod = Manifests.pod("db-0", "web");
        Draft.object(pod, "spec").put("hostname", "db-0").put("subdomain", "web");
        world.create(PODS, pod);
        nodes.converge();
        assertThat(endpoints()
                        .path("subsets")
                        .get(0)
                        .path("addresses")
                        .get(0)
                        .path("hostname")
                        .asString())
                .isEqualTo("db-0");
        assertThat(slices().getFirst().path("endpoints").get(0).path("hostname").asString())
                .isEqualTo("db-0");
    }

    @Test
    void mirrorsTheEndpointsOfAServiceWithoutSelectorAndLeavesThemAlone() {
        service("""
                {"clusterIP":"10.96.0.9","ports":[{"port":5432,"name":"db"}]}""");
        assertThat(world.list(ENDPOINT_SLICES)).isEmpty();
        world.create(ENDPOINTS, Manifests.parse("""
                {"kind":"Endpoints","apiVersion":"v1","metadata":{"name":"web","namespace":"default"},
                 "subsets":[{"addresses":[{"ip":"192.0.2.1"},{"ip":"2001:db8::1"}],"notReadyAddresses":[{"ip":"192.0.2.2"}],
                 "ports":[{"name":"db","port":5432,"protocol":"TCP"}]}]}"""));
        long version = world.get(ENDPOINTS, "default/web").resourceVersion();
        world.settle();
        assertThat(world.get(ENDPOINTS, "default/web").resourceVersion()).isEqualTo(version);
        assertThat(slices()).hasSize(2);
        ObjectNode v4 = slices().stream()
                .filter(slice -> slice.path("addressType").asString().equals("IPv4"))
                .findFirst()
                .orElseThrow();
        assertThat(v4.path("endpoints").toString())
                .isEqualTo("[{\"addresses\":[\"192.0.2.1\"],\"conditions\":{\"ready\":true}},"
                        + "{\"addresses\":[\"192.0.2.2\"],\"conditions\":{\"ready\":false}}]");
        assertThat(v4.path("metadata")
                        .path("labels")
                        .path("endpointslice.kubernetes.io/managed-by")
                        .asString())
                .isEqualTo("endpointslicemirroring-controller.k8s.io");
        world.edit(ENDPOINTS, "default/web", json -> json.remove("subsets"));
        world.settle();
        assertThat(slices()).isEmpty();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void takesItsEndpointsAwayWithTheService() {
        selecting();
        pods(1);
        world.delete(SERVICES, "default/web");
        world.settle();
        assertThat(world.list(ENDPOINTS)).isEmpty();
    }

    @Test
    void switchesTheTrafficWithTheSelector() {
        selecting();
        pods(1);
        world.create(REPLICA_SETS, Manifests.replicaSet("green", 2));
        nodes.converge();
        world.edit(
                SERVICES,
                "default/web",
                json -> Draft.object(Draft.object(json, "spec"), "selector").put("app", "green"));
        world.settle();
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(2);
        assertThat(slices().getFirst().path("endpoints")).hasSize(2);
    }
}
