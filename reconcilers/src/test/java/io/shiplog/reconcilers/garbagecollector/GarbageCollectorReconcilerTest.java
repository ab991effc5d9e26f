package io.shiplog.reconcilers.garbagecollector;

import static io.shiplog.reconcilers.objects.Resources.DEPLOYMENTS;
import static io.shiplog.reconcilers.objects.Resources.NAMESPACES;
import static io.shiplog.reconcilers.objects.Resources.PODS;
import static io.shiplog.reconcilers.objects.Resources.REPLICA_SETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.deployment.DeploymentReconciler;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.Nodes;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.kinds.workload.Deployments;
import io.shiplog.resources.kinds.workload.ReplicaSets;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.DeletionOptions.Propagation;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class GarbageCollectorReconcilerTest {
    private final World world = new World(
            1, new DeploymentReconciler(), ReplicaReconciler.ofReplicaSets(), new GarbageCollectorReconciler());
    private final Nodes nodes = new Nodes(world, "n1");

    private void deploy() {
        world.create(DEPLOYMENTS, Manifests.deployment("web", 2, "web:1"));
        nodes.converge();
    }

    private void deleteWith(String finalizer) {
        Propagation propagation = finalizer.equals("orphan") ? Propagation.ORPHAN : Propagation.FOREGROUND;
        Draft draft = Draft.of(world.get(DEPLOYMENTS, "default/web"));
        PlannedWrite write = ControllerDeletion.of(
                        Deployments.KIND.rules(), draft, DeletionOptions.of(propagation), world.now())
                .orElseThrow();
        world.plan(List.of(write));
        world.settle();
    }

    @Test
    void inTheBackgroundDependentsFollowTheirOwner() {
        deploy();
        world.delete(DEPLOYMENTS, "default/web");
        world.settle();
        assertThat(world.list(REPLICA_SETS)).isEmpty();
        assertThat(world.list(PODS)).hasSize(2).allMatch(pod -> pod.facts().deleting());
        nodes.converge();
        assertThat(world.list(PODS)).isEmpty();
    }

    @Test
    void inTheForegroundTheOwnerWaitsForItsDependents() {
        deploy();
        deleteWith(Finalizers.FOREGROUND);
        assertThat(world.list(DEPLOYMENTS)).hasSize(1);
        assertThat(world.list(REPLICA_SETS))
                .hasSize(1)
                .allMatch(rs -> rs.facts().deleting());
        assertThat(world.list(PODS)).hasSize(2).allMatch(pod -> pod.facts().deleting());
        nodes.converge();
        assertThat(world.list(DEPLOYMENTS)).isEmpty();
        assertThat(world.list(REPLICA_SETS)).isEmpty();
        assertThat(world.list(PODS)).isEmpty();
    }

    @Test
    void orphansForgetTheirOwnerAndStay() {
        deploy();
        deleteWith(Finalizers.ORPHAN);
        assertThat(world.list(DEPLOYMENTS)).isEmpty();
        assertThat(world.list(REPLICA_SETS)).hasSize(1);
        assertThat(world.list(REPLICA_SETS).getFirst().facts().owners()).isEmpty();
        assertThat(world.list(PODS)).hasSize(2).noneMatch(pod -> pod.facts().deleting());
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void anOwnerOfTheSameNameButAnotherUidIsNoOwner() {
        deploy();
        StoredObject first = world.get(DEPLOYMENTS, "default/web");
        String replicaSet = world.list(REPLICA_SETS).getFirst().uid();
        world.propose(List.of(Write.delete(first)));
        world.create(DEPLOYMENTS, Manifests.deployment("web", 1, "web:1"));
        nodes.converge();
        assertThat(world.list(REPLICA_SETS)).hasSize(1);
        assertThat(world.list(REPLICA_SETS).getFirst().uid()).isNotEqualTo(replicaSet);
    }

    @Test
    void anObjectWithAnotherOwnerOnlyLosesTheReference() {
        deploy();
        StoredObject keeper = world.create(REPLICA_SETS, Manifests.replicaSet("keeper", 0));
        ObjectNode pod = Manifests.pod("shared", "other");
        var owners = Draft.object(pod, "metadata").putArray("ownerReferences");
        for (StoredObject owner : List.of(keeper, world.list(REPLICA_SETS).getLast())) {
            owners.addObject()
                    .put("apiVersion", "apps/v1")
                    .put("kind", "ReplicaSet")
                    .put("name", owner.key().name())
                    .put("uid", owner.uid());
        }
        world.create(PODS, pod);
        world.delete(DEPLOYMENTS, "default/web");
        nodes.converge();
        assertThat(world.get(PODS, "default/shared").facts().owners()).hasSize(1);
    }

    @Test
    void anOwnerOfAKindThatNobodyKnowsIsTakenToExist() {
        owned("example.com/v1", "Widget");
        world.advance(Duration.ofMinutes(1));
        world.restart();
        world.settle();
        assertThat(world.list(PODS)).hasSize(1);
    }

    @Test
    void anObjectOutsideOfNamespacesIsNeverCollectedForAnOwnerInsideOfOne() {
        world.create(REPLICA_SETS, Manifests.replicaSet("owner", 0));
        ObjectNode volume = Manifests.parse("""
                {"kind":"PersistentVolume","apiVersion":"v1","metadata":{"name":"data"},"spec":{}}""");
        Draft.object(volume, "metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", "owner")
                .put("uid", "whatever");
        var volumes = GroupResource.core("persistentvolumes");
        world.create(volumes, volume);
        world.advance(Duration.ofMinutes(1));
        world.restart();
        world.settle();
        assertThat(world.list(volumes)).hasSize(1);
    }

    @Test
    void ownersThatOwnOneAnotherDoNotWaitForEver() {
        StoredObject a = world.create(REPLICA_SETS, Manifests.replicaSet("a", 0));
        StoredObject b = world.create(REPLICA_SETS, Manifests.replicaSet("b", 0));
        ownedBy("a", b);
        ownedBy("b", a);
        world.settle();
        world.plan(List.of(ControllerDeletion.foreground(
                        ReplicaSets.KIND.rules(), world.get(REPLICA_SETS, "default/a"), world.now())
                .orElseThrow()));
        world.settle();
        assertThat(world.list(REPLICA_SETS)).isEmpty();
    }

    private void ownedBy(String name, StoredObject owner) {
        world.edit(
                REPLICA_SETS,
                "default/" + name,
                json -> Draft.object(json, "metadata")
                        .putArray("ownerReferences")
                        .addObject()
                        .put("apiVersion", "apps/v1")
                        .put("kind", "ReplicaSet")
                        .put("name", owner.key().name())
                        .put("uid", owner.uid())
                        .put("blockOwnerDeletion", true));
    }

    @Test
    void anObjectWhoseOwnerIsNotThereIsCollectedAtOnce() {
        owned("apps/v1", "ReplicaSet");
        world.settle();
        assertThat(world.list(PODS)).isEmpty();
        assertThat(world.nextRevisit()).isNull();
    }

    @Test
    void customResourcesOwnWhatTheirDefinitionNames() {
        declareWidgets();
        var widgets = new GroupResource("widgets", "example.com");
        world.create(widgets, Manifests.parse("""
                {"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"another","namespace":"default"}}"""));
        owned("example.com/v1", "Widget");
        world.settle();
        assertThat(world.list(PODS)).isEmpty();
    }

    @Test
    void customResourcesGoWithTheirOwnersAndInTheForeground() {
        declareWidgets();
        var widgets = new GroupResource("widgets", "example.com");
        StoredObject owner = world.create(widgets, Manifests.parse("""
                {"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"owner","namespace":"default"}}"""));
        world.create(widgets, Manifests.parse("""
                {"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"part","namespace":"default",
                 "ownerReferences":[{"apiVersion":"example.com/v1","kind":"Widget","name":"owner","uid":"%s"}]}}""".formatted(owner.uid())));
        world.advance(Duration.ofSeconds(5));
        world.settle();
        assertThat(world.list(widgets)).hasSize(2);
        world.delete(widgets, "default/owner");
        world.settle();
        assertThat(world.list(widgets)).isEmpty();
    }

    @Test
    void anOwnerOfAKindThatIsDeclaredNoMoreIsNotTakenForGone() {
        owned("example.com/v1", "Widget");
        world.advance(Duration.ofSeconds(5));
        world.settle();
        assertThat(world.list(PODS)).hasSize(1);
        declareWidgets();
        world.edit(
                PODS,
                "default/p",
                pod -> Draft.object(pod, "metadata").putArray("finalizers").add("example.com/f"));
        world.settle();
        assertThat(world.list(PODS).getFirst().facts().deleting()).isTrue();
    }

    private void declareWidgets() {
        world.create(new GroupResource("customresourcedefinitions", "apiextensions.k8s.io"), Manifests.parse("""
                {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1",
                 "metadata":{"name":"widgets.example.com"},
                 "spec":{"group":"example.com","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets"},
                  "versions":[{"name":"v1","served":true,"storage":true}]}}"""));
    }

    private void owned(String apiVersion, String kind) {
        ObjectNode pod = Manifests.pod("p", "x");
        Draft.object(pod, "metadata")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", "owner")
                .put("uid", "owner-uid");
        world.create(PODS, pod);
    }

    @Test
    void endsADeletionThatNothingHoldsAnyMore() {
        ObjectNode held = Manifests.replicaSet("held", 0);
        Draft.object(held, "metadata").putArray("finalizers").add("example.com/wait");
        world.create(REPLICA_SETS, held);
        world.delete(REPLICA_SETS, "default/held");
        world.settle();
        assertThat(world.list(REPLICA_SETS)).hasSize(1);
        world.edit(
                REPLICA_SETS,
                "default/held",
                json -> Draft.object(json, "metadata").remove("finalizers"));
        world.settle();
        assertThat(world.list(REPLICA_SETS)).isEmpty();
    }

    @Test
    void leavesPodsToTheirNodesAndNamespacesToTheirController() {
        ObjectNode namespace = Manifests.namespace("default");
        Draft.object(namespace, "metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        world.create(NAMESPACES, namespace);
        world.create(PODS, Manifests.pod("p", "x"));
        nodes.converge();
        world.delete(PODS, "default/p");
        world.settle();
        assertThat(world.list(PODS)).hasSize(1);
        assertThat(world.list(NAMESPACES)).hasSize(1);
    }
}
