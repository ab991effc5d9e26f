package io.shiplog.reconcilers.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.world.JobManifests;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.workload.Jobs;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Jobs over generated histories with faults: whatever happens, each pod is counted once, each Job ends, and nothing
 * holds its pods any more. The name of a failed case is its seed.
 */
class JobLawsTest {
    private static final int OPERATIONS = 80;
    private static final List<String> NAMES = List.of("plain", "indexed", "strict");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {201, 202, 203, 204, 205, 206, 207, 208})
    void everyJobEnds(long seed) {
        run(seed, World.Faults.NONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {221, 222, 223, 224, 225, 226, 227, 228})
    void droppedAndDoubledWritesHeal(long seed) {
        run(seed, new World.Faults(4, 4, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {241, 242, 243, 244, 245, 246, 247, 248})
    void aStaleViewCanOnlyLose(long seed) {
        run(seed, new World.Faults(0, 0, 3));
    }

    private static void run(long seed, World.Faults faults) {
        var world = new World(seed, new JobReconciler(), new JobOrphanReconciler());
        var nodes = new Kubelets(world, "n1", "n2");
        Set<String> succeeded = new HashSet<>();
        world.follow(record -> {
            StoredObject pod = record.stored();
            if (pod != null
                    && pod.resource().equals(Pods.RESOURCE)
                    && PodFacts.of(pod).life().phase().equals("Succeeded")) {
                succeeded.add(pod.uid());
            }
        });
        world.create(Jobs.RESOURCE, JobManifests.job("plain", "\"completions\":6,\"parallelism\":3", "Never"));
        world.create(
                Jobs.RESOURCE,
                JobManifests.job(
                        "indexed",
                        "\"completions\":6,\"parallelism\":3,\"completionMode\":\"Indexed\",\"backoffLimitPerIndex\":2",
                        "Never"));
        world.create(
                Jobs.RESOURCE,
                JobManifests.job("strict", "\"completions\":6,\"parallelism\":4,\"backoffLimit\":2", "Never"));
        world.faults(faults);
        for (int i = 0; i < OPERATIONS; i++) {
            operate(world, nodes);
            world.settle();
            for (String name : NAMES) {
                assertThat(status(world, name).path("succeeded").asInt(0)).isLessThanOrEqualTo(6);
            }
        }
        world.faults(World.Faults.NONE);
        for (String name : NAMES) {
            world.edit(
                    Jobs.RESOURCE,
                    "default/" + name,
                    json -> Draft.object(json, "spec").put("suspend", false).put("parallelism", 3));
        }
        world.restart();
        finish(world, nodes);
        assertThat(world.restless()).isEmpty();
        int counted = 0;
        for (String name : NAMES) {
            ObjectNode status = status(world, name);
            assertThat(JobConditions.isFinished(status)).as(name).isTrue();
            assertThat(status.path("uncountedTerminatedPods")).isEmpty();
            assertThat(status.has("active")).isFalse();
            counted += status.path("succeeded").asInt(0);
        }
        assertThat(world.list(Pods.RESOURCE))
                .noneMatch(JobWorld::isHeld)
                .noneMatch(pod -> PodFacts.of(pod).isActive());
        assertThat(counted).isEqualTo(succeeded.size());
    }

    private static ObjectNode status(World world, String name) {
        return (ObjectNode) world.json(Jobs.RESOURCE, "default/" + name).path("status");
    }

    /** Lets every pod succeed until nothing is left to do. */
    private static void finish(World world, Kubelets nodes) {
        nodes.converge();
        for (int round = 0; round < 100; round++) {
            for (StoredObject pod : world.list(Pods.RESOURCE)) {
                if (PodFacts.of(pod).isActive()) {
                    nodes.end(pod.key().toString(), 0);
                }
            }
            nodes.converge();
            if (world.nextRevisit() != null) {
                world.advance(Duration.between(world.now(), world.nextRevisit()));
                nodes.converge();
            }
        }
    }

    private static void operate(World world, Kubelets nodes) {
        Random random = world.random();
        List<StoredObject> active = world.list(Pods.RESOURCE).stream()
                .filter(pod -> PodFacts.of(pod).isActive())
                .toList();
        StoredObject pod = active.isEmpty() ? null : active.get(random.nextInt(active.size()));
        String job = "default/" + NAMES.get(random.nextInt(NAMES.size()));
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                if (pod != null) {
                    nodes.end(pod.key().toString(), random.nextInt(3) == 0 ? 1 : 0);
                }
            }
            case 2 -> {
                if (pod != null) {
                    world.delete(Pods.RESOURCE, pod.key().toString());
                }
            }
            case 3 ->
                world.edit(
                        Jobs.RESOURCE, job, json -> Draft.object(json, "spec").put("suspend", random.nextInt(4) == 0));
            case 4 ->
                world.edit(
                        Jobs.RESOURCE, job, json -> Draft.object(json, "spec").put("parallelism", random.nextInt(5)));
            case 5 -> world.advance(Duration.ofSeconds(random.nextInt(30)));
            default ->
                world.list(Pods.RESOURCE).forEach(each -> {
                    if (random.nextBoolean()) {
                        nodes.step(each);
                    }
                });
        }
    }
}
