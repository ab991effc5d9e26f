package io.shiplog.reconcilers;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.RacedLoop;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.kinds.Kinds;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a controller's write lost to makes it look again, whatever the controller watches: deletions and all else that
 * controllers do, raced with status writes of others, comes to the same end without a restart.
 */
class RacesTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 400;

    private static final List<GroupResource> DELETED = List.of(
            Deployments.RESOURCE,
            ReplicaSets.RESOURCE,
            ReplicaSets.CONTROLLERS.resource(),
            Pods.RESOURCE,
            Services.RESOURCE,
            Configuration.CONFIG_MAPS.resource());

    @Test
    void whatLostToAnotherWriteIsMadeAgain() {
        Set<String> losers = new TreeSet<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            run(seed, losers);
        }
        assertThat(losers)
                .as("controllers whose writes were refused")
                .contains(
                        "system:shiplog:deployment",
                        "system:shiplog:replicaset",
                        "system:shiplog:replicationcontroller",
                        "system:shiplog:endpoints",
                        "system:shiplog:endpointslice",
                        "system:shiplog:namespace",
                        "system:shiplog:garbagecollector",
                        "system:shiplog:disruption");
    }

    private static void run(long seed, Set<String> losers) {
        List<Reconciler> reconcilers = Controllers.all(new ControllerSettings("CA"));
        var world = new World(seed, reconcilers);
        var loop = new RacedLoop(world, reconcilers);
        var nodes = new Kubelets(world, "n1");
        world.create(Nodes.RESOURCE, Manifests.parse("""
                {"kind":"Node","apiVersion":"v1","metadata":{"name":"n1"},"spec":{},
                 "status":{"conditions":[{"type":"Ready","status":"True"}]}}"""));
        world.create(Namespaces.RESOURCE, Manifests.namespace("default"));
        world.create(DisruptionBudget.RESOURCE, Manifests.parse("""
                {"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{"name":"web","namespace":"default"},
                 "spec":{"maxUnavailable":"40%","selector":{"matchLabels":{"app":"web"}}}}"""));
        loop.rest(nodes, Duration.ofMinutes(1));
        Random random = world.random();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(12)) {
                case 0 -> operate(world, random);
                case 1, 2, 3 -> loop.fold(random.nextBoolean());
                case 4, 5, 6 -> loop.take();
                case 7, 8, 9 -> loop.work();
                case 10 -> nodes.step();
                default -> {
                    if (random.nextInt(10) == 0) {
                        loop.lose();
                    }
                    world.advance(Duration.ofMillis(random.nextInt(200)));
                }
            }
        }
        loop.rest(nodes, Duration.ofMinutes(20));
        assertThat(loop.faults()).as("seed " + seed).isEmpty();
        assertThat(world.restless()).as("seed " + seed).isEmpty();
        for (GroupResource resource : DELETED) {
            assertThat(world.list(resource).stream()
                            .filter(object -> object.facts().deleting())
                            .map(object -> object.resource() + " " + object.key()))
                    .as("never ends, seed " + seed)
                    .isEmpty();
        }
        losers.addAll(loop.losers());
    }

    private static void operate(World world, Random random) {
        String name = random.nextBoolean() ? "web" : "api";
        switch (random.nextInt(9)) {
            case 0 -> create(world, Deployments.RESOURCE, Manifests.deployment(name, random.nextInt(4), "web:1"));
            case 1 -> create(world, ReplicaSets.RESOURCE, Manifests.replicaSet("rs-" + name, random.nextInt(3)));
            case 2 ->
                create(
                        world,
                        ReplicaSets.CONTROLLERS.resource(),
                        Manifests.replicationController("rc-" + name, random.nextInt(3)));
            case 3 -> chain(world, random);
            case 4 -> create(world, Services.RESOURCE, Manifests.parse("""
                    {"kind":"Service","apiVersion":"v1","metadata":{"name":"%1$s","namespace":"default"},
                     "spec":{"selector":{"app":"%1$s"},"clusterIP":"None","ports":[{"port":80,"protocol":"TCP"}]}}""".formatted(name)));
            case 5 -> namespace(world);
            case 6 -> {
                if (world.find(Deployments.RESOURCE, "default/" + name) != null) {
                    world.edit(
                            Deployments.RESOURCE,
                            "default/" + name,
                            json -> Draft.object(json, "spec").put("replicas", random.nextInt(4)));
                }
            }
            default -> delete(world, random);
        }
    }

    /** Pods that own one another and hold up each other's deletion. */
    private static void chain(World world, Random random) {
        String uid = "";
        int length = 2 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            String name = "link" + i;
            if (world.find(Pods.RESOURCE, "default/" + name) != null) {
                return;
            }
            ObjectNode pod = Manifests.pod(name, "chain");
            if (i > 0) {
                Draft.object(pod, "metadata")
                        .putArray("ownerReferences")
                        .addObject()
                        .put("apiVersion", "v1")
                        .put("kind", "Pod")
                        .put("name", "link" + (i - 1))
                        .put("uid", uid)
                        .put("blockOwnerDeletion", true);
            }
            uid = world.create(Pods.RESOURCE, pod).uid();
        }
    }

    private static void namespace(World world) {
        StoredObject there = world.find(Namespaces.RESOURCE, "short");
        if (there == null) {
            world.create(Namespaces.RESOURCE, Manifests.namespace("short"));
            ObjectNode map = Manifests.parse(
                    "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"m\",\"namespace\":\"short\"}}");
            world.create(Configuration.CONFIG_MAPS.resource(), map);
        } else if (!there.facts().deleting()) {
            world.edit(
                    Namespaces.RESOURCE,
                    "short",
                    json -> Draft.object(json, "metadata")
                            .put("deletionTimestamp", world.now().toString()));
        }
    }

    private static void create(World world, GroupResource resource, ObjectNode json) {
        String key = "default/" + json.path("metadata").path("name").asString();
        if (world.find(resource, key) == null) {
            world.create(resource, json);
        }
    }

    private static void delete(World world, Random random) {
        GroupResource resource = DELETED.get(random.nextInt(DELETED.size()));
        List<StoredObject> all = world.list(resource).stream()
                .filter(object -> object.key().namespace().equals("default"))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        StoredObject object = all.get(random.nextInt(all.size()));
        var rules = Kinds.of(world.view()).rules(resource);
        (random.nextInt(3) > 0
                        ? ControllerDeletion.foreground(rules, object, world.now())
                        : ControllerDeletion.of(rules, object, world.now()))
                .ifPresent(write -> world.plan(List.of(write)));
    }
}
