package io.shiplog.reconcilers.garbagecollector;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.reconcilers.deployment.DeploymentReconciler;
import io.shiplog.reconcilers.objects.ControllerDeletion;
import io.shiplog.reconcilers.replicas.ReplicaReconciler;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.pod.Pods;
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
    private final Kubelets nodes = new Kubelets(world, "n1");

    private void deploy() {
        world.create(Deployments.RESOURCE, Manifests.deployment("web", 2, "web:1"));
        nodes.converge();
    }

    private void deleteWith(String finalizer) {
        Propagation propagation = finalizer.equals("orphan") ? Propagation.ORPHAN : Propagation.FOREGROUND;
        Draft draft = Draft.of(world.get(Deployments.RESOURCE, "default/web"));
        PlannedWrite write = ControllerDeletion.of(
                        Deployments.KIND.rules(), draft, DeletionOptions.of(propagation), world.now())
                .orElseThrow();
        world.plan(List.of(write));
        world.settle();
    }

    @Test
    void inTheBackgroundDependentsFollowTheirOwner() {
        deploy();
        world.delete(Deployments.RESOURCE, "default/web");
        world.settle();
        assertThat(world.list(ReplicaSets.RESOURCE)).isEmpty();
        assertThat(world.list(Pods.RESOURCE))
                .hasSize(2)
                .allMatch(pod -> pod.facts().deleting());
        nodes.converge();
        assertThat(world.list(Pods.RESOURCE)).isEmpty();
    }

    @Test
    void inTheForegroundTheOwnerWaitsForItsDependents() {
        deploy();
        deleteWith(Finalizers.FOREGROUND);
        assertThat(world.list(Deployments.RESOURCE)).hasSize(1);
        assertThat(world.list(ReplicaSets.RESOURCE))
                .hasSize(1)
                .allMatch(rs -> rs.facts().deleting());
        assertThat(world.list(Pods.RESOURCE))
                .hasSize(2)
                .allMatch(pod -> pod.facts().deleting());
        nodes.converge();
        assertThat(world.list(Deployments.RESOURCE)).isEmpty();
        assertThat(world.list(ReplicaSets.RESOURCE)).isEmpty();
        assertThat(world.list(Pods.RESOURCE)).isEmpty();
    }

    @Test
    void orphansForgetTheirOwnerAndStay() {
        deploy();
        deleteWith(Finalizers.ORPHAN);
        assertThat(world.list(Deployments.RESOURCE)).isEmpty();
        assertThat(world.list(ReplicaSets.RESOURCE)).hasSize(1);
        assertThat(world.list(ReplicaSets.RESOURCE).getFirst().facts().owners()).isEmpty();
        assertThat(world.list(Pods.RESOURCE))
                .hasSize(2)
                .noneMatch(pod -> pod.facts().deleting());
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void anOwnerOfTheSameNameButAnotherUidIsNoOwner() {
        deploy();
        StoredObject first = world.get(Deployments.RESOURCE, "default/web");
        String replicaSet = world.list(ReplicaSets.RESOURCE).getFirst().uid();
        world.propose(List.of(Write.delete(first)));
        world.create(Deployments.RESOURCE, Manifests.deployment("web", 1, "web:1"));
        nodes.converge();
        assertThat(world.list(ReplicaSets.RESOURCE)).hasSize(1);
        assertThat(world.list(ReplicaSets.RESOURCE).getFirst().uid()).isNotEqualTo(replicaSet);
    }

    @Test
    void anObjectWithAnotherOwnerOnlyLosesTheReference() {
        deploy();
        StoredObject keeper = world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("keeper", 0));
        ObjectNode pod = Manifests.pod("shared", "other");
        var owners = Draft.object(pod, "metadata").putArray("ownerReferences");
        for (StoredObject owner :
                List.of(keeper, world.list(ReplicaSets.RESOURCE).getLast())) {
            owners.addObject()
                    .put("apiVersion", "apps/v1")
                    .put("kind", "ReplicaSet")
                    .put("name", owner.key().name())
                    .put("uid", owner.uid());
        }
        world.create(Pods.RESOURCE, pod);
        world.delete(Deployments.RESOURCE, "default/web");
        nodes.converge();
        assertThat(world.get(Pods.RESOURCE, "default/shared").facts().owners()).hasSize(1);
    }

    @Test
    void anOwnerOfAKindThatNobodyKnowsIsTakenToExist() {
        owned("example.com/v1", "Widget");
        world.advance(Duration.ofMinutes(1));
        world.restart();
        world.settle();
        assertThat(world.list(Pods.RESOURCE)).hasSize(1);
    }

    @Test
    void anObjectOutsideOfNamespacesIsNeverCollectedForAnOwnerInsideOfOne() {
        world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("owner", 0));
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
        StoredObject a = world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("a", 0));
        StoredObject b = world.create(ReplicaSets.RESOURCE, Manifests.replicaSet("b", 0));
        ownedBy("a", b);
        ownedBy("b", a);
        world.settle();
        world.plan(List.of(ControllerDeletion.foreground(
                        ReplicaSets.KIND.rules(), world.get(ReplicaSets.RESOURCE, "default/a"), world.now())
                .orElseThrow()));
        world.settle();
        assertThat(world.list(ReplicaSets.RESOURCE)).isEmpty();
    }

    private void ownedBy(String name, StoredObject owner) {
        world.edit(
                ReplicaSets.RESOURCE,
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
        assertThat(world.list(Pods.RESOURCE)).isEmpty();
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
        assertThat(world.list(Pods.RESOURCE)).isEmpty();
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
        assertThat(world.list(Pods.RESOURCE)).hasSize(1);
        declareWidgets();
        world.edit(
                Pods.RESOURCE,
                "default/p",
                pod -> Draft.object(pod, "metadata").putArray("finalizers").add("example.com/f"));
        world.settle();
        assertThat(world.list(Pods.RESOURCE).getFirst().facts().deleting()).isTrue();
    }

    private void declareWidgets() {
        world.create(new GroupResource("customresourcedefinitions", "apiextensions.k8s.io"), Manifests.parse("""
                {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1",
                 "metadata":{"name":"widgets.example.com"},
                 "spec":{"group":"example.com","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets"},
                  "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]},
                 "status":{"acceptedNames":{"kind":"Widget","plural":"widgets"},
                  "conditions":[{"type":"Established","status":"True"}]}}"""));
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
        world.create(Pods.RESOURCE, pod);
    }

    @Test
    void endsADeletionThatNothingHoldsAnyMore() {
        ObjectNode held = Manifests.replicaSet("held", 0);
        Draft.object(held, "metadata").putArray("finalizers").add("example.com/wait");
        world.create(ReplicaSets.RESOURCE, held);
        world.delete(ReplicaSets.RESOURCE, "default/held");
        world.settle();
        assertThat(world.list(ReplicaSets.RESOURCE)).hasSize(1);
        world.edit(
                ReplicaSets.RESOURCE,
                "default/held",
                json -> Draft.object(json, "metadata").remove("finalizers"));
        world.settle();
        assertThat(world.list(ReplicaSets.RESOURCE)).isEmpty();
    }

    @Test
    void leavesPodsToTheirNodesAndNamespacesToTheirController() {
        ObjectNode namespace = Manifests.namespace("default");
        Draft.object(namespace, "metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        world.create(Namespaces.RESOURCE, namespace);
        world.create(Pods.RESOURCE, Manifests.pod("p", "x"));
        nodes.converge();
        world.delete(Pods.RESOURCE, "default/p");
        world.settle();
        assertThat(world.list(Pods.RESOURCE)).hasSize(1);
        assertThat(world.list(Namespaces.RESOURCE)).hasSize(1);
    }
}
