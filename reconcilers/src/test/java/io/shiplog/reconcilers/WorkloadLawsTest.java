package io.shiplog.reconcilers;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.deployment.DeploymentReconciler;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The laws of every reconciler, over generated histories: the name of a failed case is its seed. */
class WorkloadLawsTest {
    private static final int OPERATIONS = 60;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void convergesFromEverythingThatUsersAndNodesDo(long seed) {
        run(seed, World.Faults.NONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void healsWritesThatAreDroppedOrDoubled(long seed) {
        run(seed, new World.Faults(4, 4, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40})
    void losesWithAStaleViewAndHeals(long seed) {
        run(seed, new World.Faults(0, 0, 3));
    }

    private static void run(long seed, World.Faults faults) {
        var world = new World(seed, new DeploymentReconciler(), ReplicaReconciler.ofReplicaSets());
        var nodes = new Kubelets(world, "n1", "n2", "n3");
        world.faults(faults);
        for (int i = 0; i < OPERATIONS; i++) {
            operate(world, nodes);
            if (world.random().nextInt(3) > 0) {
                world.settle();
            }
        }
        world.faults(World.Faults.NONE);
        world.restart();
        nodes.converge();
        while (world.nextRevisit() != null) {
            world.advance(Duration.between(world.now(), world.nextRevisit()));
            nodes.converge();
        }
        assertThat(world.restless()).isEmpty();
        for (StoredObject deployment : world.list(Deployments.RESOURCE)) {
            assertIsAsAsked(world, deployment);
        }
    }

    private static void assertIsAsAsked(World world, StoredObject deployment) {
        ObjectNode json = world.json(Deployments.RESOURCE, deployment.key().toString());
        int replicas = json.path("spec").path("replicas").asInt();
        boolean paused = json.path("spec").path("paused").asBoolean(false);
        List<StoredObject> pods = world.list(Pods.RESOURCE).stream()
                .filter(pod ->
                        deployment.key().name().equals(pod.facts().labels().get("app")))
                .filter(pod -> PodFacts.of(pod).isActive())
                .toList();
        if (!paused) {
            String image = json.path("spec")
                    .path("template")
                    .path("spec")
                    .path("containers")
                    .get(0)
                    .path("image")
                    .asString();
            assertThat(pods).hasSize(replicas);
            assertThat(pods)
                    .allSatisfy(pod -> assertThat(Json.parse(pod.json())
                                    .at("/spec/containers/0/image")
                                    .asString(""))
                            .isEqualTo(image));
            assertThat(json.path("status").path("availableReplicas").asInt(0)).isEqualTo(replicas);
            assertThat(json.path("status").path("updatedReplicas").asInt(0)).isEqualTo(replicas);
        }
        assertThat(json.path("status").path("replicas").asInt(0)).isEqualTo(pods.size());
        assertThat(json.path("status").path("observedGeneration").asLong())
                .isEqualTo(json.path("metadata").path("generation").asLong());
    }

    private static void operate(World world, Kubelets nodes) {
        Random random = world.random();
        String name = random.nextBoolean() ? "web" : "api";
        String key = "default/" + name;
        if (world.find(Deployments.RESOURCE, key) == null) {
            ObjectNode json = Manifests.deployment(name, random.nextInt(8), "web:" + random.nextInt(3));
            if (random.nextInt(3) == 0) {
                Draft.object(json, "spec").putObject("strategy").put("type", "Recreate");
            }
            world.create(Deployments.RESOURCE, json);
            return;
        }
        List<StoredObject> pods = world.list(Pods.RESOURCE);
        StoredObject pod = pods.isEmpty() ? null : pods.get(random.nextInt(pods.size()));
        switch (random.nextInt(9)) {
            case 0 ->
                world.edit(
                        Deployments.RESOURCE,
                        key,
                        json -> Draft.object(json, "spec")
                                .put("replicas", random.nextInt(70) == 0 ? 120 : random.nextInt(9)));
            case 1 ->
                world.edit(
                        Deployments.RESOURCE,
                        key,
                        json -> ((ObjectNode) json.path("spec")
                                        .path("template")
                                        .path("spec")
                                        .path("containers")
                                        .get(0))
                                .put("image", "web:" + random.nextInt(4)));
            case 2 ->
                world.edit(
                        Deployments.RESOURCE,
                        key,
                        json -> Draft.object(json, "spec").put("paused", random.nextInt(3) == 0));
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
            case 5 -> {
                if (pod != null && PodFacts.of(pod).node() != null) {
                    nodes.ready(pod.key().toString(), random.nextBoolean());
                }
            }
            case 6 -> world.advance(Duration.ofSeconds(random.nextInt(30)));
            default ->
                pods.forEach(each -> {
                    if (random.nextBoolean()) {
                        nodes.step(each);
                    }
                });
        }
    }
}
