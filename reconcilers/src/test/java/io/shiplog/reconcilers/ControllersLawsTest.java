package io.shiplog.reconcilers;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.disruption.DisruptionBudget;
import io.shiplog.resources.disruption.EvictionRuling;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.kinds.service.Endpoints;
import io.shiplog.resources.kinds.service.Services;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.Draft;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** All controllers together, over generated histories with faults: the name of a failed case is its seed. */
class ControllersLawsTest {
    private static final int OPERATIONS = 50;
    private static final List<String> NODE_NAMES = List.of("n1", "n2", "n3");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110})
    void theClusterComesToRestAsAsked(long seed) {
        run(seed, World.Faults.NONE);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {121, 122, 123, 124, 125, 126, 127, 128, 129, 130})
    void theClusterHealsWhenWritesAreDroppedOrDoubled(long seed) {
        run(seed, new World.Faults(5, 5, 0));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {141, 142, 143, 144, 145, 146, 147, 148, 149, 150})
    void aStaleViewCanOnlyLose(long seed) {
        run(seed, new World.Faults(0, 0, 3));
    }

    /** What users made and did not take away. */
    private static final class Wishes {
        private final Set<ObjectRef> objects = new HashSet<>();

        void made(StoredObject object) {
            objects.add(new ObjectRef(object.resource(), object.key()));
        }

        void unmade(StoredObject object) {
            objects.remove(new ObjectRef(object.resource(), object.key()));
        }

        void assertKept(World world) {
            assertThat(objects)
                    .allSatisfy(ref -> assertThat(
                                    world.find(ref.resource(), ref.key().toString()))
                            .as(ref.toString())
                            .isNotNull());
        }
    }

    private static void run(long seed, World.Faults faults) {
        var wishes = new Wishes();
        var world = new World(seed, Controllers.all(new ControllerSettings("CA")));
        var nodes = new Kubelets(world, NODE_NAMES.toArray(String[]::new));
        NODE_NAMES.forEach(node -> wishes.made(world.create(Nodes.RESOURCE, node(node))));
        wishes.made(world.create(Namespaces.RESOURCE, Manifests.namespace("default")));
        wishes.made(world.create(DisruptionBudget.RESOURCE, Manifests.parse("""
                {"kind":"PodDisruptionBudget","apiVersion":"policy/v1","metadata":{"name":"web","namespace":"default"},
                 "spec":{"maxUnavailable":"40%","selector":{"matchLabels":{"app":"web"}}}}""")));
        world.settle();
        world.faults(faults);
        for (int i = 0; i < OPERATIONS; i++) {
            operate(world, nodes, wishes);
            world.settle();
        }
        world.faults(World.Faults.NONE);
        NODE_NAMES.forEach(node -> ready(world, node, "True"));
        world.restart();
        nodes.converge();
        Instant end = world.now().plus(Duration.ofMinutes(50));
        while (world.nextRevisit() != null && world.nextRevisit().isBefore(end)) {
            world.advance(Duration.between(world.now(), world.nextRevisit()));
            nodes.converge();
        }
        assertThat(world.restless()).isEmpty();
        wishes.assertKept(world);
        assertServed(world);
    }

    /** Every deployment has its pods, every Service its ready pods, and nothing is left of what was deleted. */
    private static void assertServed(World world) {
        if (world.find(Namespaces.RESOURCE, "default") == null) {
            for (var resource : world.view().resources()) {
                assertThat(world.view().list(resource, "default"))
                        .as(resource.toString())
                        .isEmpty();
            }
            return;
        }
        for (StoredObject deployment : world.list(Deployments.RESOURCE)) {
            ObjectNode json = world.json(Deployments.RESOURCE, deployment.key().toString());
            assertThat(active(world, deployment.key().name()))
                    .isEqualTo(json.path("spec").path("replicas").asInt());
        }
        if (world.list(Deployments.RESOURCE).isEmpty()) {
            assertThat(world.list(ReplicaSets.RESOURCE)).isEmpty();
            assertThat(world.list(Pods.RESOURCE)).isEmpty();
        }
        for (StoredObject service : world.list(Services.RESOURCE)) {
            int addresses = 0;
            for (var subset :
                    world.json(Endpoints.RESOURCE, service.key().toString()).path("subsets")) {
                addresses += subset.path("addresses").size();
            }
            int endpoints = 0;
            for (StoredObject slice : world.list(Endpoints.SLICE_RESOURCE)) {
                for (var endpoint : Json.parse(slice.json()).path("endpoints")) {
                    endpoints += endpoint.path("conditions").path("ready").asBoolean() ? 1 : 0;
                }
            }
            int pods = active(world, service.key().name());
            assertThat(addresses).isEqualTo(pods);
            assertThat(endpoints).isEqualTo(pods);
        }
        assertThat(world.find(Configuration.CONFIG_MAPS.resource(), "default/kube-root-ca.crt"))
                .isNotNull();
        assertBudgetIsCounted(world);
    }

    private static void assertBudgetIsCounted(World world) {
        StoredObject deployment = world.find(Deployments.RESOURCE, "default/web");
        int asked = deployment == null
                ? 0
                : world.json(Deployments.RESOURCE, "default/web")
                        .path("spec")
                        .path("replicas")
                        .asInt();
        var status = DisruptionBudget.of(world.get(DisruptionBudget.RESOURCE, "default/web"))
                .status();
        assertThat(status.currentHealthy()).isEqualTo(active(world, "web"));
        assertThat(status.desiredHealthy()).isEqualTo(asked - (asked * 2 + 4) / 5);
        assertThat(status.allowed())
                .isEqualTo(asked == 0 ? 0 : Math.max(0, status.currentHealthy() - status.desiredHealthy()));
        assertThat(status.disrupted()).isEmpty();
    }

    private static int active(World world, String app) {
        return (int) world.list(Pods.RESOURCE).stream()
                .filter(pod -> app.equals(pod.facts().labels().get("app")))
                .filter(pod -> PodFacts.of(pod).isActive())
                .count();
    }

    private static void operate(World world, Kubelets nodes, Wishes wishes) {
        Random random = world.random();
        if (world.find(Namespaces.RESOURCE, "default") == null
                || world.get(Namespaces.RESOURCE, "default").facts().deleting()) {
            nodes.step();
            return;
        }
        StoredObject deployment = world.find(Deployments.RESOURCE, "default/web");
        if (deployment == null || deployment.facts().deleting()) {
            nodes.step();
            if (deployment == null && random.nextBoolean()) {
                ObjectNode json = Manifests.deployment("web", random.nextInt(6), "web:" + random.nextInt(3));
                wishes.made(world.create(Deployments.RESOURCE, json));
            }
            return;
        }
        List<StoredObject> pods = world.list(Pods.RESOURCE);
        StoredObject pod = pods.isEmpty() ? null : pods.get(random.nextInt(pods.size()));
        switch (random.nextInt(12)) {
            case 0 ->
                world.edit(
                        Deployments.RESOURCE,
                        "default/web",
                        json -> Draft.object(json, "spec").put("replicas", random.nextInt(7)));
            case 1 ->
                world.edit(
                        Deployments.RESOURCE,
                        "default/web",
                        json -> ((ObjectNode) json.path("spec")
                                        .path("template")
                                        .path("spec")
                                        .path("containers")
                                        .get(0))
                                .put("image", "web:" + random.nextInt(4)));
            case 2 -> {
                wishes.unmade(deployment);
                deleteDeployment(world, deployment, random);
            }
            case 3 -> {
                if (world.find(Services.RESOURCE, "default/web") == null) {
                    wishes.made(world.create(Services.RESOURCE, Manifests.parse("""
                            {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"default"},
                             "spec":{"selector":{"app":"web"},"clusterIP":"10.96.0.7",
                             "ports":[{"port":80,"targetPort":"http","protocol":"TCP"}]}}""")));
                } else {
                    wishes.unmade(world.get(Services.RESOURCE, "default/web"));
                    world.delete(Services.RESOURCE, "default/web");
                }
            }
            case 4 ->
                ready(
                        world,
                        NODE_NAMES.get(random.nextInt(NODE_NAMES.size())),
                        List.of("True", "False", "Unknown").get(random.nextInt(3)));
            case 5 -> world.advance(Duration.ofSeconds(random.nextInt(60)));
            case 6 -> {
                if (pod != null) {
                    ControllerDeletion.of(Pods.KIND.rules(), pod, world.now())
                            .ifPresent(write -> world.plan(List.of(write)));
                }
            }
            case 7 -> {
                if (pod != null && PodFacts.of(pod).node() != null) {
                    nodes.ready(pod.key().toString(), random.nextBoolean());
                }
            }
            case 9 -> {
                if (pod != null && !pod.facts().deleting()) {
                    evict(world, pod);
                }
            }
            case 8 -> {
                if (random.nextInt(10) == 0) {
                    wishes.objects.removeIf(ref -> !ref.resource().equals(Nodes.RESOURCE));
                    world.edit(
                            Namespaces.RESOURCE,
                            "default",
                            json -> Draft.object(json, "metadata")
                                    .put("deletionTimestamp", world.now().toString()));
                }
            }
            default -> nodes.step();
        }
    }

    /** Evicts as the API server does. */
    private static void evict(World world, StoredObject pod) {
        StoredObject stored = world.get(DisruptionBudget.RESOURCE, "default/web");
        DisruptionBudget budget = DisruptionBudget.of(stored);
        if (EvictionRuling.of(budget, PodFacts.of(pod).isReady()) instanceof EvictionRuling.Charged) {
            Draft charged = Draft.of(stored);
            EvictionRuling.charge(charged.json(), pod.key().name(), world.now());
            ControllerDeletion.of(Pods.KIND.rules(), pod, world.now())
                    .ifPresent(deletion ->
                            world.plan(List.of(deletion, charged.write().orElseThrow())));
        }
    }

    private static void deleteDeployment(World world, StoredObject deployment, Random random) {
        if (random.nextBoolean()) {
            world.delete(Deployments.RESOURCE, "default/web");
        } else {
            ControllerDeletion.foreground(Deployments.KIND.rules(), deployment, world.now())
                    .ifPresent(write -> world.plan(List.of(write)));
        }
    }

    private static ObjectNode node(String name) {
        return Manifests.parse("""
                {"kind":"Node","apiVersion":"v1","metadata":{"name":"%s"},"spec":{},
                 "status":{"conditions":[{"type":"Ready","status":"True"}]}}""".formatted(name));
    }

    private static void ready(World world, String node, String status) {
        world.edit(
                Nodes.RESOURCE,
                node,
                json -> Draft.object(json, "status")
                        .putArray("conditions")
                        .addObject()
                        .put("type", "Ready")
                        .put("status", status));
    }
}
