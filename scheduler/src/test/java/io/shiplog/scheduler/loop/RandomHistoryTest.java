package io.shiplog.scheduler.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.scheduler.Given;
import io.shiplog.scheduler.cluster.ClusterContext;
import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.ResourceAmounts;
import io.shiplog.scheduler.loop.World.Scheduler;
import io.shiplog.scheduler.read.NodeReader;
import io.shiplog.scheduler.read.PodInfoReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Laws over random histories, each from one seed: a failure names it. */
class RandomHistoryTest {

    @ParameterizedTest
    @MethodSource("seeds")
    void neverPutsMoreOnANodeThanItHolds(long seed) {
        var world = new World();
        run(world, new SplittableRandom(seed), () -> check(world, seed));
        assertThat(world.state().list(Pods.RESOURCE)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theSameHistoryAndSeedGiveTheSameCluster(long seed) {
        assertThat(outcome(seed)).isEqualTo(outcome(seed));
    }

    /** The last three once put too much on a node: a binding came late, after its room had been given away. */
    static LongStream seeds() {
        return LongStream.concat(LongStream.range(0, 60), LongStream.of(912, 996, 1051));
    }

    private static Map<String, String> outcome(long seed) {
        var world = new World();
        run(world, new SplittableRandom(seed), () -> {});
        var nodes = new HashMap<String, String>();
        for (StoredObject pod : world.state().list(Pods.RESOURCE)) {
            String name = pod.key().name();
            nodes.put(name, world.nodeOf(name) + " " + world.scheduled(name));
        }
        return nodes;
    }

    private static void run(World world, SplittableRandom random, Runnable check) {
        Scheduler scheduler = world.scheduler(random.nextLong());
        var pods = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            world.node("n" + i, String.valueOf(random.nextInt(1, 5)));
        }
        for (int step = 0; step < 150; step++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> {
                    String name = "p" + step;
                    pods.add(name);
                    String more = "priority: " + random.nextInt(3);
                    world.pod(name, Given.requesting("", random.nextInt(1, 20) + "00m", more));
                }
                case 4 -> remove(world, random, pods);
                case 5 -> touch(world, random, pods);
                case 6 -> {
                    if (world.proposedCount() > 0) {
                        world.loseNext();
                    }
                }
                case 7 -> world.now = world.now.plusMillis(random.nextInt(7_000));
                case 8 -> {
                    scheduler.deliver();
                    scheduler.work();
                }
                default -> {
                    if (world.proposedCount() > 0) {
                        world.foldNext();
                    }
                }
            }
            assertThat(scheduler.faults).isEmpty();
            check.run();
        }
        for (int second = 0; second < 30; second++) {
            world.now = world.now.plusSeconds(1);
            world.settle();
            endTerminating(world, pods);
        }
        world.settle();
        check.run();
    }

    private static void remove(World world, SplittableRandom random, List<String> pods) {
        if (!pods.isEmpty()) {
            String name = pods.remove(random.nextInt(pods.size()));
            world.foldAll();
            if (world.pod(name) != null) {
                world.delete(Pods.RESOURCE, "default/" + name);
            }
        }
    }

    private static void touch(World world, SplittableRandom random, List<String> pods) {
        if (!pods.isEmpty()) {
            String name = pods.get(random.nextInt(pods.size()));
            if (world.pod(name) != null) {
                world.overtake(Pods.RESOURCE, "default/" + name, pod -> {
                    ((ObjectNode) pod.get("metadata")).putObject("annotations").put("touched", random.nextInt());
                    return pod;
                });
            }
        }
    }

    /** What node agents do. */
    private static void endTerminating(World world, List<String> pods) {
        for (String name : List.copyOf(pods)) {
            var pod = world.pod(name);
            if (pod != null && pod.path("metadata").has("deletionTimestamp")) {
                world.delete(Pods.RESOURCE, "default/" + name);
                pods.remove(name);
            }
        }
    }

    private static void check(World world, long seed) {
        var taken = new HashMap<String, ResourceAmounts>();
        for (StoredObject object : world.state().list(Pods.RESOURCE)) {
            PodInfo pod = PodInfoReader.read(object, ClusterContext.NONE);
            if (pod.isBound()) {
                taken.merge(pod.life().nodeName(), pod.demand().requests(), ResourceAmounts::plus);
            }
        }
        for (StoredObject object : world.state().list(Nodes.RESOURCE)) {
            Node node = NodeReader.read(object);
            assertThat(taken.getOrDefault(node.name(), ResourceAmounts.NONE).milliCpu())
                    .as("seed %d, node %s", seed, node.name())
                    .isLessThanOrEqualTo(node.allocatable().milliCpu());
        }
    }
}
