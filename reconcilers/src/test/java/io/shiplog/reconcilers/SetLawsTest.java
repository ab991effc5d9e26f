package io.shiplog.reconcilers;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.daemonset.DaemonSetReconciler;
import io.shiplog.reconcilers.statefulset.StatefulSetReconciler;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.storage.Volumes;
import io.shiplog.resources.kinds.workload.DaemonSets;
import io.shiplog.resources.kinds.workload.StatefulSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The laws of DaemonSets and StatefulSets, over generated histories: the name of a failed case is its seed. */
class SetLawsTest {
    private static final int OPERATIONS = 50;
    private static final List<String> NODES = List.of("n1", "n2", "n3", "n4");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void convergesFromEverythingThatUsersAndNodesDo(long seed) {
        run(seed, World.Faults.NONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void healsWritesThatAreDroppedOrDoubled(long seed) {
        run(seed, new World.Faults(4, 4, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void losesWithAStaleViewAndHeals(long seed) {
        run(seed, new World.Faults(0, 0, 3));
    }

    private static void run(long seed, World.Faults faults) {
        var world = new World(seed, new DaemonSetReconciler(), new StatefulSetReconciler());
        var nodes = new Kubelets(world, NODES.toArray(String[]::new));
        for (String node : NODES) {
            world.create(Nodes.RESOURCE, Manifests.node(node));
            taint(world, node, "");
        }
        create(world);
        world.faults(faults);
        for (int i = 0; i < OPERATIONS; i++) {
            operate(world, nodes);
            if (world.random().nextInt(3) > 0) {
                world.settle();
            }
        }
        world.faults(World.Faults.NONE);
        // What was broken in order stays as it is until somebody deletes it, as upstream has it.
        world.list(Pods.RESOURCE).stream()
                .filter(pod -> pod.facts().labels().get("app").equals("s")
                        && !PodFacts.of(pod).isReady())
                .forEach(pod -> world.delete(Pods.RESOURCE, pod.key().toString()));
        world.restart();
        nodes.converge();
        while (world.nextRevisit() != null) {
            world.advance(Duration.between(world.now(), world.nextRevisit()));
            nodes.converge();
        }
        assertThat(world.restless()).isEmpty();
        assertDaemonsAreAsAsked(world);
        assertSetIsAsAsked(world);
    }

    private static void create(World world) {
        Random random = world.random();
        ObjectNode daemonSet = Manifests.daemonSet("d", "web:1");
        if (random.nextBoolean()) {
            ((ObjectNode) daemonSet.at("/spec/updateStrategy/rollingUpdate"))
                    .put("maxUnavailable", 0)
                    .put("maxSurge", 1 + random.nextInt(2));
        }
        world.create(DaemonSets.RESOURCE, daemonSet);
        ObjectNode set = Manifests.statefulSet("s", 3, "web:1");
        ObjectNode spec = Draft.object(set, "spec");
        if (random.nextBoolean()) {
            spec.put("podManagementPolicy", "Parallel");
        }
        if (random.nextBoolean()) {
            spec.set("volumeClaimTemplates", Manifests.parse("""
                    {"list":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],
                      "resources":{"requests":{"storage":"1Gi"}}}}]}""").path("list"));
        }
        world.create(StatefulSets.RESOURCE, set);
    }

    private static void assertDaemonsAreAsAsked(World world) {
        ObjectNode json = world.json(DaemonSets.RESOURCE, "default/d");
        List<String> free = NODES.stream()
                .filter(node ->
                        world.json(Nodes.RESOURCE, node).at("/spec/taints").isEmpty())
                .toList();
        List<StoredObject> pods = pods(world, "d");
        assertThat(pods).extracting(pod -> PodFacts.of(pod).node()).containsExactlyInAnyOrderElementsOf(free);
        assertThat(pods)
                .allSatisfy(pod -> assertThat(image(Json.parse(pod.json()).at("/spec")))
                        .isEqualTo(image(json.at("/spec/template/spec"))));
        JsonNode status = json.path("status");
        for (String count : List.of("desiredNumberScheduled", "currentNumberScheduled", "numberReady")) {
            assertThat(status.path(count).asInt()).as(count).isEqualTo(free.size());
        }
        for (String count : List.of("updatedNumberScheduled", "numberAvailable")) {
            assertThat(status.path(count).asInt(0)).as(count).isEqualTo(free.size());
        }
    }

    private static void assertSetIsAsAsked(World world) {
        ObjectNode json = world.json(StatefulSets.RESOURCE, "default/s");
        int replicas = json.at("/spec/replicas").asInt();
        List<StoredObject> pods = pods(world, "s");
        assertThat(pods)
                .extracting(pod -> pod.key().name())
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, replicas)
                        .mapToObj(i -> "s-" + i)
                        .toList());
        assertThat(pods)
                .allSatisfy(pod -> assertThat(image(Json.parse(pod.json()).at("/spec")))
                        .isEqualTo(image(json.at("/spec/template/spec"))));
        JsonNode status = json.path("status");
        for (String count : List.of("replicas", "readyReplicas", "currentReplicas", "updatedReplicas")) {
            assertThat(status.path(count).asInt(0)).as(count).isEqualTo(replicas);
        }
        if (json.at("/spec").has("volumeClaimTemplates")) {
            assertThat(pods)
                    .allSatisfy(pod -> assertThat(world.find(
                                    Volumes.CLAIM_RESOURCE,
                                    "default/data-" + pod.key().name()))
                            .isNotNull());
        }
    }

    private static List<StoredObject> pods(World world, String app) {
        return world.list(Pods.RESOURCE).stream()
                .filter(pod -> app.equals(pod.facts().labels().get("app")))
                .toList();
    }

    private static String image(JsonNode podSpec) {
        return podSpec.at("/containers/0/image").asString();
    }

    private static void operate(World world, Kubelets nodes) {
        Random random = world.random();
        List<StoredObject> pods = world.list(Pods.RESOURCE);
        StoredObject pod = pods.isEmpty() ? null : pods.get(random.nextInt(pods.size()));
        switch (random.nextInt(9)) {
            case 0 ->
                world.edit(
                        StatefulSets.RESOURCE,
                        "default/s",
                        json -> Draft.object(json, "spec").put("replicas", random.nextInt(5)));
            case 1 -> image(world, DaemonSets.RESOURCE, "default/d");
            case 2 -> image(world, StatefulSets.RESOURCE, "default/s");
            case 3 -> {
                if (pod != null) {
                    world.delete(Pods.RESOURCE, pod.key().toString());
                }
            }
            case 4 -> {
                if (pod != null && !pod.facts().deleting()) {
                    nodes.fail(pod.key().toString());
                }
            }
            case 5 ->
                taint(
                        world,
                        NODES.get(random.nextInt(NODES.size())),
                        List.of("", "", "NoExecute").get(random.nextInt(3)));
            case 6 -> world.advance(Duration.ofSeconds(random.nextInt(30)));
            default ->
                pods.forEach(each -> {
                    if (random.nextBoolean()) {
                        nodes.step(each);
                    }
                });
        }
    }

    private static void image(World world, GroupResource resource, String key) {
        String image = "web:" + world.random().nextInt(4);
        world.edit(resource, key, json -> {
            if (!image(json.at("/spec/template/spec")).equals(image)) {
                ((ObjectNode) json.at("/spec/template/spec/containers/0")).put("image", image);
                // As the API server counts templates.
                String count = "deprecated.daemonset.template.generation";
                ObjectNode annotations = Draft.object(json.withObject("metadata"), "annotations");
                annotations.put(count, Integer.toString(annotations.path(count).asInt(1) + 1));
            }
        });
    }

    private static void taint(World world, String node, String effect) {
        world.edit(Nodes.RESOURCE, node, json -> {
            Draft.object(json, "spec").remove("taints");
            if (!effect.isEmpty()) {
                Draft.object(json, "spec")
                        .putArray("taints")
                        .addObject()
                        .put("key", "k")
                        .put("effect", effect);
            }
        });
    }
}
