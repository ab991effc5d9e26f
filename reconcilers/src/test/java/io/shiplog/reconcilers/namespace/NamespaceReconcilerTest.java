package io.shiplog.reconcilers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.world.Kubelets;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.kinds.cluster.Namespaces;
import io.shiplog.resources.kinds.config.Configuration;
import io.shiplog.resources.kinds.pod.Pods;
import io.shiplog.resources.write.Draft;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class NamespaceReconcilerTest {
    private final World world = new World(1, new NamespaceReconciler("-----CA-----"));
    private final Kubelets nodes = new Kubelets(world, "n1");

    @BeforeEach
    void createNamespace() {
        world.create(Namespaces.RESOURCE, Manifests.namespace("default"));
        world.settle();
    }

    private void deleteNamespace() {
        world.edit(
                Namespaces.RESOURCE,
                "default",
                json -> Draft.object(json, "metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z"));
        world.settle();
    }

    private String reason(String type) {
        ObjectNode condition =
                StatusConditions.find(world.json(Namespaces.RESOURCE, "default").path("status"), type);
        return condition == null ? "" : condition.path("reason").asString();
    }

    @Test
    void furnishesANamespaceAndRestoresWhatIsTakenOrChanged() {
        assertThat(world.find(Configuration.ACCOUNTS.resource(), "default/default"))
                .isNotNull();
        assertThat(world.json(Configuration.CONFIG_MAPS.resource(), "default/kube-root-ca.crt")
                        .path("data")
                        .toString())
                .isEqualTo("{\"ca.crt\":\"-----CA-----\"}");
        world.delete(Configuration.ACCOUNTS.resource(), "default/default");
        world.edit(Configuration.CONFIG_MAPS.resource(), "default/kube-root-ca.crt", json -> json.putObject("data"));
        world.settle();
        assertThat(world.find(Configuration.ACCOUNTS.resource(), "default/default"))
                .isNotNull();
        assertThat(world.json(Configuration.CONFIG_MAPS.resource(), "default/kube-root-ca.crt")
                        .path("data")
                        .has("ca.crt"))
                .isTrue();
        assertThat(world.restless()).isEmpty();
    }

    @Test
    void clearsOutObjectsOfKindsThatAnObjectDeclares() {
        var widgets = new GroupResource("widgets", "example.com");
        world.create(widgets, Manifests.parse("""
                {"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"w","namespace":"default"}}"""));
        deleteNamespace();
        world.advance(java.time.Duration.ofMinutes(1));
        world.settle();
        assertThat(world.list(widgets)).isEmpty();
    }

    @Test
    void deletesPodsFirstThenTheRestThenItself() {
        world.create(Pods.RESOURCE, Manifests.pod("p", "web"));
        nodes.converge();
        deleteNamespace();
        assertThat(world.get(Pods.RESOURCE, "default/p").facts().deleting()).isTrue();
        assertThat(world.find(Configuration.CONFIG_MAPS.resource(), "default/kube-root-ca.crt"))
                .isNotNull();
        assertThat(world.json(Namespaces.RESOURCE, "default")
                        .path("status")
                        .path("phase")
                        .asString())
                .isEqualTo("Terminating");
        assertThat(reason("NamespaceContentRemaining")).isEqualTo("SomeResourcesRemain");
        assertThat(reason("NamespaceDeletionContentFailure")).isEqualTo("ContentDeleted");
        nodes.converge();
        assertThat(world.list(Configuration.CONFIG_MAPS.resource())).isEmpty();
        assertThat(world.list(Configuration.ACCOUNTS.resource())).isEmpty();
        passGrace();
        assertThat(world.list(Namespaces.RESOURCE)).isEmpty();
    }

    @Test
    void waitsForTheFinalizersOfItsContent() {
        ObjectNode held = Manifests.parse("""
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"held","namespace":"default",
                 "finalizers":["example.com/wait"]}}""");
        world.create(Configuration.CONFIG_MAPS.resource(), held);
        deleteNamespace();
        assertThat(reason("NamespaceFinalizersRemaining")).isEqualTo("SomeFinalizersRemain");
        assertThat(world.list(Configuration.CONFIG_MAPS.resource())).hasSize(1);
        assertThat(world.restless()).isEmpty();
        world.edit(
                Configuration.CONFIG_MAPS.resource(),
                "default/held",
                json -> Draft.object(json, "metadata").remove("finalizers"));
        world.settle();
        passGrace();
        assertThat(world.list(Namespaces.RESOURCE)).isEmpty();
    }

    @Test
    void clearsOutWhatComesAfterItWasFoundEmpty() {
        deleteNamespace();
        assertThat(world.list(Configuration.CONFIG_MAPS.resource())).isEmpty();
        assertThat(world.list(Namespaces.RESOURCE)).hasSize(1);
        // Accepted by an API server that had not seen the deletion.
        world.create(Configuration.CONFIG_MAPS.resource(), Manifests.parse("""
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"late","namespace":"default"}}"""));
        world.settle();
        assertThat(world.list(Configuration.CONFIG_MAPS.resource())).isEmpty();
        passGrace();
        assertThat(world.list(Namespaces.RESOURCE)).isEmpty();
        assertThat(world.nextRevisit()).isNull();
    }

    @Test
    void clearsOutKindsThatNoBuildKnows() {
        GroupResource widgets = new GroupResource("widgets", "example.com");
        world.create(widgets, Manifests.parse("""
                {"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"w","namespace":"default"}}"""));
        deleteNamespace();
        assertThat(world.list(widgets)).isEmpty();
        passGrace();
        assertThat(world.list(Namespaces.RESOURCE)).isEmpty();
    }

    private void passGrace() {
        assertThat(world.list(Namespaces.RESOURCE)).hasSize(1);
        world.advance(NamespaceReconciler.GRACE);
        world.settle();
    }
}
