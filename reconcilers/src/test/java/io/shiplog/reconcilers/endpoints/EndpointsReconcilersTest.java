package io.shiplog.reconcilers.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.Change;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.garbagecollector.GarbageCollectorReconciler;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class EndpointsReconcilersTest {
    private final World world = new World(
            1,
            ReplicaReconciler.ofReplicaSets(),
            new EndpointsReconciler(),
            new EndpointSliceReconciler(),
            new EndpointSliceMirroringReconciler(),
            new GarbageCollectorReconciler());
    private final Kubelets nodes = new Kubelets(world, "n1", "n2");

    @BeforeEach
    void createNodes() {
        for (String name : List.of("n1", "n2")) {
            node(name, "zone-of-" + name);
        }
    }

    private void node(String name, String zone) {
        world.create(Nodes.RESOURCE, Manifests.parse("""
                {"kind":"Node","apiVersion":"v1","metadata":{"name":"%s",
                 "labels":{"topology.kubernetes.io/zone":"%s"}},"spec":{}}""".formatted(name, zone)));
    }

    private void service(String spec) {
        world.create(Services.RESOURCE, Manifests.parse("""
                {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"default","labels":{"team":"x"}},
                 "spec":%s}""".formatted(spec)));
        world.settle();
    }

    private void selecting() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"10.96.0.5","ports":[{"port":80,"targetPort":"http","protocol":"TCP"}]}""");
    }

    private void pods(int count) {
        world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("web", count));
        nodes.converge();
    }

    private JsonNode endpoints() {
        return world.json(Endpoints.RESOURCE, "default/web");
    }

    private List<ObjectNode> slices() {
        var slices = new ArrayList<ObjectNode>();
        world.list(Endpoints.SLICE_RESOURCE).forEach(slice -> slices.add(Json.parse(slice.json())));
        return slices;
    }

    private String firstPod() {
        return world.list(Pods.RESOURCE).getFirst().key().toString();
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
        world.delete(Pods.RESOURCE, pod);
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
                ReplicaSets.RESOURCE,
                "default/web",
                json -> Draft.object(json, "spec").put("replicas", 0));
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
        List<Long> before = world.list(Endpoints.SLICE_RESOURCE).stream()
                .map(StoredObject::resourceVersion)
                .toList();
        nodes.ready(firstPod(), false);
        world.settle();
        List<Long> after = world.list(Endpoints.SLICE_RESOURCE).stream()
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
        assertThat(endpoints().path("metadata").path("labels").has(ServiceTraffic.HEADLESS_LABEL))
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
        world.create(Pods.RESOURCE, pod);
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
        assertThat(world.list(Endpoints.SLICE_RESOURCE)).isEmpty();
        world.create(Endpoints.RESOURCE, Manifests.parse("""
                {"kind":"Endpoints","apiVersion":"v1","metadata":{"name":"web","namespace":"default"},
                 "subsets":[{"addresses":[{"ip":"192.0.2.1"},{"ip":"2001:db8::1"}],"notReadyAddresses":[{"ip":"192.0.2.2"}],
                 "ports":[{"name":"db","port":5432,"protocol":"TCP"}]}]}"""));
        long version = world.get(Endpoints.RESOURCE, "default/web").resourceVersion();
        world.settle();
        assertThat(world.get(Endpoints.RESOURCE, "default/web").resourceVersion())
                .isEqualTo(version);
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
        world.edit(Endpoints.RESOURCE, "default/web", json -> json.remove("subsets"));
        world.settle();
        assertThat(slices()).isEmpty();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void mirroredSlicesAreAsTheirEndpointsAndGoWithTheService() {
        service("""
                {"clusterIP":"10.96.0.9","ports":[{"port":5432,"name":"db"}]}""");
        ObjectNode given = Manifests.parse("""
                {"kind":"Endpoints","apiVersion":"v1","metadata":{"name":"web","namespace":"default","labels":{"a":"b"},
                 "annotations":{"note":"x","kubectl.kubernetes.io/last-applied-configuration":"{}"}},
                 "subsets":[{"addresses":[],"ports":[{"name":"db","port":5432,"protocol":"TCP"}]}]}""");
        var addresses = (ArrayNode) given.path("subsets").get(0).path("addresses");
        for (int i = 0; i < 150; i++) {
            addresses.addObject().put("ip", "192.0.2." + i);
        }
        world.create(Endpoints.RESOURCE, given);
        world.settle();
        assertThat(slices()).hasSize(1);
        assertThat(slices().getFirst().path("endpoints")).hasSize(150);
        assertThat(slices().getFirst().path("metadata").path("annotations").toString())
                .isEqualTo("{\"note\":\"x\"}");
        world.edit(
                Endpoints.RESOURCE,
                "default/web",
                json -> Draft.object(Draft.object(json, "metadata"), "annotations")
                        .put("note", "y"));
        world.settle();
        assertThat(slices().getFirst().path("metadata").path("annotations").toString())
                .isEqualTo("{\"note\":\"y\"}");
        assertThat(slices().getFirst().path("metadata").path("generation").asInt())
                .isEqualTo(1);
        assertThat(world.restless()).isEmpty();
        world.delete(Services.RESOURCE, "default/web");
        world.settle();
        assertThat(slices()).isEmpty();
    }

    @Test
    void leavesOutPodsOfANodeThatDoesNotExist() {
        selecting();
        pods(4);
        assertThat(slices().getFirst().path("endpoints")).hasSize(4);
        assertThat(slices().getFirst().path("endpoints").get(0).path("zone").asString())
                .startsWith("zone-of-");
        long gone = world.list(Pods.RESOURCE).stream()
                .filter(pod -> "n1".equals(PodFacts.of(pod).node()))
                .count();
        assertThat(gone).isBetween(1L, 3L);
        world.propose(List.of(Write.delete(world.get(Nodes.RESOURCE, "n1"))));
        world.settle();
        assertThat(slices().getFirst().path("endpoints")).hasSize(4 - (int) gone);
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(4);
        node("n1", "elsewhere");
        world.settle();
        assertThat(slices().getFirst().path("endpoints")).hasSize(4);
        assertThat(world.nextRevisit()).isNull();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void aPodWithoutAnAddressIsNoEndpointHoweverReadyAndIsOneWhenItHasIt() {
        selecting();
        pods(1);
        String address =
                PodFacts.of(world.list(Pods.RESOURCE).getFirst()).addresses().getFirst();
        world.edit(Pods.RESOURCE, firstPod(), json -> {
            Draft.object(json, "status").remove("podIP");
            Draft.object(json, "status").remove("podIPs");
        });
        world.settle();
        assertThat(PodFacts.of(world.list(Pods.RESOURCE).getFirst()).isReady()).isTrue();
        assertThat(endpoints().path("subsets")).isEmpty();
        assertThat(slices().getFirst().path("endpoints")).isEmpty();
        world.edit(
                Pods.RESOURCE, firstPod(), json -> Draft.object(json, "status").put("podIP", address));
        world.settle();
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(1);
        assertThat(slices().getFirst().path("endpoints")).hasSize(1);
    }

    @Test
    void followsItsNodesToAnotherZone() {
        selecting();
        pods(1);
        String node = PodFacts.of(world.list(Pods.RESOURCE).getFirst()).node();
        world.edit(
                Nodes.RESOURCE,
                node,
                json -> Draft.object(Draft.object(json, "metadata"), "labels")
                        .put("topology.kubernetes.io/zone", "moved"));
        world.settle();
        assertThat(slices().getFirst().path("endpoints").get(0).path("zone").asString())
                .isEqualTo("moved");
    }

    @Test
    void hintsAtTheZoneAndNodeThatShouldUseAnEndpoint() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"10.96.0.5","trafficDistribution":"PreferSameNode","ports":[{"port":80}]}""");
        pods(1);
        String node = PodFacts.of(world.list(Pods.RESOURCE).getFirst()).node();
        assertThat(slices().getFirst().path("endpoints").get(0).path("hints").toString())
                .isEqualTo("{\"forZones\":[{\"name\":\"zone-of-" + node + "\"}],\"forNodes\":[{\"name\":\"" + node
                        + "\"}]}");
        world.edit(
                Services.RESOURCE,
                "default/web",
                json -> Draft.object(json, "spec").put("trafficDistribution", "PreferClose"));
        world.settle();
        assertThat(slices().getFirst().path("endpoints").get(0).path("hints").toString())
                .isEqualTo("{\"forZones\":[{\"name\":\"zone-of-" + node + "\"}]}");
        nodes.ready(firstPod(), false);
        world.settle();
        assertThat(slices().getFirst().path("endpoints").get(0).has("hints")).isFalse();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void aPodWithoutTheNamedPortIsInNoSubsetAndInASliceWithoutPorts() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"None","ports":[{"port":80,"targetPort":"metrics"}]}""");
        pods(1);
        assertThat(endpoints().has("subsets")).isFalse();
        assertThat(slices()).hasSize(1);
        assertThat(slices().getFirst().path("ports")).isEmpty();
        assertThat(slices().getFirst().path("endpoints")).hasSize(1);
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void podsWithOtherNumbersUnderAPortsNameHaveSlicesOfTheirOwn() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"10.96.0.5","ports":[
                 {"name":"a","port":53,"targetPort":"dns","protocol":"UDP"},
                 {"name":"b","port":53,"targetPort":"dns","protocol":"TCP"}]}""");
        for (int port : new int[] {53, 1053}) {
            ObjectNode pod = Manifests.pod("dns-" + port, "web");
            var ports = ((ObjectNode) pod.path("spec").path("containers").get(0)).putArray("ports");
            for (String protocol : List.of("TCP", "UDP")) {
                ports.addObject().put("name", "dns").put("containerPort", port).put("protocol", protocol);
            }
            Draft.object(pod, "spec").put("hostNetwork", true);
            world.create(Pods.RESOURCE, pod);
        }
        nodes.converge();
        assertThat(slices().stream().map(slice -> slice.path("ports").toString()))
                .containsExactlyInAnyOrder(dns(53), dns(1053));
        assertThat(endpoints().path("subsets")).hasSize(2);
        assertThat(world.restless()).isEmpty();
    }

    private static String dns(int port) {
        return "[{\"name\":\"a\",\"port\":%1$d,\"protocol\":\"UDP\"},{\"name\":\"b\",\"port\":%1$d,\"protocol\":\"TCP\"}]"
                .formatted(port);
    }

    @Test
    void aServiceOfTwoFamiliesHasSlicesOfBoth() {
        service("""
                {"selector":{"app":"web"},"clusterIP":"10.96.0.5","ipFamilies":["IPv4","IPv6"],"ports":[{"port":80}]}""");
        assertThat(slices()).hasSize(2);
        pods(1);
        world.edit(
                Pods.RESOURCE,
                firstPod(),
                json -> ((ArrayNode) json.path("status").path("podIPs"))
                        .addObject()
                        .put("ip", "fd00::7"));
        world.settle();
        assertThat(slices().stream()
                        .map(slice -> slice.path("addressType").asString() + " "
                                + slice.path("endpoints").get(0).path("addresses")))
                .containsExactlyInAnyOrder("IPv4 [\"10.1.0.2\"]", "IPv6 [\"fd00::7\"]");
        world.edit(
                Services.RESOURCE,
                "default/web",
                json -> Draft.object(json, "spec").putArray("ipFamilies").add("IPv4"));
        world.settle();
        assertThat(slices()).hasSize(1);
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void endpointsBeyondTheirCapacityAreCutOffAndSlicesAreNot() {
        selecting();
        pods(1010);
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(1000);
        assertThat(overCapacity()).isEqualTo("truncated");
        assertThat(slices()).hasSize(11);
        world.edit(
                ReplicaSets.RESOURCE,
                "default/web",
                json -> Draft.object(json, "spec").put("replicas", 999));
        nodes.converge();
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(999);
        assertThat(overCapacity()).isEmpty();
        assertThat(world.restless()).isEmpty();
    }

    private String overCapacity() {
        return endpoints()
                .path("metadata")
                .path("annotations")
                .path("endpoints.kubernetes.io/over-capacity")
                .asString("");
    }

    @Test
    void everySubsetIsCutInProportion() {
        var ports = Json.mapper().createArrayNode();
        var large = new Subset(ports, List.of(), addresses(1500));
        var small = new Subset(ports, List.of(), addresses(500));
        var ready = new Subset(ports, addresses(200), List.of());
        List<Subset> cut = Subset.truncated(List.of(large, small, ready), 1000);
        assertThat(cut.stream().map(Subset::size)).containsExactly(600, 200, 200);
        assertThat(Subset.truncated(List.of(new Subset(ports, addresses(1500), addresses(9))), 1000)
                        .getFirst()
                        .size())
                .isEqualTo(1000);
    }

    private static List<Subset.Address> addresses(int count) {
        var addresses = new ArrayList<Subset.Address>();
        for (int i = 0; i < count; i++) {
            addresses.add(new Subset.Address("10.0." + i / 250 + "." + i % 250, "", "", null));
        }
        return addresses;
    }

    @Test
    void newcomersGoToTheOneSliceThatTheyFitInto() {
        selecting();
        pods(250);
        // Room for 2 in one slice, for 50 in another: three newcomers touch the second only.
        List<ObjectNode> before = slices();
        String full = before.stream()
                .filter(slice -> slice.path("endpoints").size() == 100)
                .findFirst()
                .orElseThrow()
                .path("endpoints")
                .toString();
        List<String> victims = world.list(Pods.RESOURCE).stream()
                .filter(pod -> full.contains(pod.uid() + "\""))
                .limit(2)
                .map(pod -> pod.key().toString())
                .toList();
        world.edit(
                ReplicaSets.RESOURCE,
                "default/web",
                json -> Draft.object(json, "spec").put("replicas", 248));
        victims.forEach(pod -> world.propose(List.of(Write.delete(world.get(Pods.RESOURCE, pod)))));
        nodes.converge();
        assertThat(sliceSizes()).containsExactly(50, 98, 100);
        List<Long> versions = versions();
        world.edit(
                ReplicaSets.RESOURCE,
                "default/web",
                json -> Draft.object(json, "spec").put("replicas", 251));
        nodes.converge();
        assertThat(sliceSizes()).containsExactly(53, 98, 100);
        assertThat(versions().stream().filter(version -> !versions.contains(version)))
                .hasSize(1);
    }

    private List<Integer> sliceSizes() {
        return slices().stream()
                .map(slice -> slice.path("endpoints").size())
                .sorted()
                .toList();
    }

    private List<Long> versions() {
        return world.list(Endpoints.SLICE_RESOURCE).stream()
                .map(StoredObject::resourceVersion)
                .toList();
    }

    @Test
    void addressesAreInTheirOrder() {
        selecting();
        pods(20);
        var ips = new ArrayList<String>();
        endpoints()
                .path("subsets")
                .get(0)
                .path("addresses")
                .forEach(address -> ips.add(address.path("ip").asString()));
        assertThat(ips).hasSize(20).isSorted();
    }

    @Test
    void whatEndpointsDoNotTellConcernsNoService() {
        selecting();
        pods(1);
        StoredObject before = world.get(Pods.RESOURCE, firstPod());
        Draft draft = Draft.of(before);
        draft.status().putArray("containerStatuses").addObject().put("restartCount", 3);
        draft.annotate("a", "b");
        world.plan(List.of(draft.write().orElseThrow()));
        var change = new Change(before, world.get(Pods.RESOURCE, firstPod()), 1);
        assertThat(new EndpointsReconciler().watches().keys(change, world.view()))
                .isEmpty();
        assertThat(new EndpointSliceReconciler().watches().keys(change, world.view()))
                .isEmpty();
        nodes.ready(firstPod(), false);
        var unready = new Change(before, world.get(Pods.RESOURCE, firstPod()), 1);
        assertThat(new EndpointSliceReconciler().watches().keys(unready, world.view()))
                .hasSize(1);
    }

    @Test
    void tellsWhenWhatLedToAChangeHappened() {
        selecting();
        String trigger = "endpoints.kubernetes.io/last-change-trigger-time";
        assertThat(annotation(slices().getFirst(), trigger)).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(annotation(endpoints(), trigger)).isEqualTo("2026-01-01T00:00:00Z");
        world.advance(Duration.ofSeconds(90));
        pods(2);
        assertThat(annotation(slices().getFirst(), trigger)).isEqualTo("2026-01-01T00:01:30Z");
        assertThat(annotation(endpoints(), trigger)).isEqualTo("2026-01-01T00:01:30Z");
        world.delete(Pods.RESOURCE, firstPod());
        nodes.converge();
        assertThat(world.restless()).isEmpty();
    }

    private static String annotation(JsonNode object, String name) {
        return object.path("metadata").path("annotations").path(name).asString("");
    }

    @Test
    void aSliceThatDoesNotBelongToItsServiceGoes() {
        selecting();
        pods(1);
        String key = world.list(Endpoints.SLICE_RESOURCE).getFirst().key().toString();
        world.edit(
                Endpoints.SLICE_RESOURCE,
                key,
                json -> Draft.object(json, "metadata").remove("ownerReferences"));
        world.settle();
        assertThat(slices()).hasSize(1);
        assertThat(slices().getFirst().path("metadata").has("ownerReferences")).isTrue();
        assertThat(slices().getFirst().path("endpoints")).hasSize(1);
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void restoresWhatSomebodyElseWroteIntoASlice() {
        selecting();
        pods(2);
        String key = world.list(Endpoints.SLICE_RESOURCE).getFirst().key().toString();
        String before = slices().getFirst().path("endpoints").toString();
        world.edit(
                Endpoints.SLICE_RESOURCE,
                key,
                json -> ((ObjectNode) json.path("endpoints").get(1)).put("extra", "x"));
        world.settle();
        assertThat(slices().getFirst().path("endpoints").toString()).isEqualTo(before);
        world.edit(
                Endpoints.RESOURCE,
                "default/web",
                json -> ((ObjectNode) json.path("subsets").get(0)).put("extra", "x"));
        world.settle();
        assertThat(endpoints().path("subsets").get(0).has("extra")).isFalse();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void takesItsEndpointsAwayWithTheService() {
        selecting();
        pods(1);
        world.delete(Services.RESOURCE, "default/web");
        world.settle();
        assertThat(world.list(Endpoints.RESOURCE)).isEmpty();
    }

    @Test
    void switchesTheTrafficWithTheSelector() {
        selecting();
        pods(1);
        world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("green", 2));
        nodes.converge();
        world.edit(
                Services.RESOURCE,
                "default/web",
                json -> Draft.object(Draft.object(json, "spec"), "selector").put("app", "green"));
        world.settle();
        assertThat(endpoints().path("subsets").get(0).path("addresses")).hasSize(2);
        assertThat(slices().getFirst().path("endpoints")).hasSize(2);
    }
}
