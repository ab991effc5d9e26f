package io.shiplog.reconcilers.namespace;

import static io.shiplog.reconcilers.objects.Resources.CONFIG_MAPS;
import static io.shiplog.reconcilers.objects.Resources.NAMESPACES;
import static io.shiplog.reconcilers.objects.Resources.PODS;
import static io.shiplog.reconcilers.objects.Resources.SERVICE_ACCOUNTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.Nodes;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.write.Draft;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class NamespaceReconcilerTest {
    private final World world = new World(1, new NamespaceReconciler("-----CA-----"));
    private final Nodes nodes = new Nodes(world, "n1");

    @BeforeEach
    void createNamespace() {
        world.create(NAMESPACES, Manifests.namespace("default"));
        world.settle();
    }

    private void deleteNamespace() {
        world.edit(
                NAMESPACES,
                "default",
                json -> Draft.object(json, "metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z"));
        world.settle();
    }

    private String reason(String type) {
        ObjectNode condition =
                StatusConditions.find(world.json(NAMESPACES, "default").path("status"), type);
        return condition == null ? "" : condition.path("reason").asString();
    }

    @Test
    void furnishesANamespaceAndRestoresWhatIsTakenOrChanged() {
        assertThat(world.find(SERVICE_ACCOUNTS, "default/default")).isNotNull();
        assertThat(world.json(CONFIG_MAPS, "default/kube-root-ca.crt")
                        .path("data")
                        .toString())
                .isEqualTo("{\"ca.crt\":\"-----CA-----\"}");
        world.delete(SERVICE_ACCOUNTS, "default/default");
        world.edit(CONFIG_MAPS, "default/kube-root-ca.crt", json -> json.putObject("data"));
        world.settle();
        assertThat(world.find(SERVICE_ACCOUNTS, "default/default")).isNotNull();
        assertThat(world.json(CONFIG_MAPS, "default/kube-root-ca.crt")
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
        world.create(PODS, Manifests.pod("p", "web"));
        nodes.converge();
        deleteNamespace();
        assertThat(world.get(PODS, "default/p").facts().deleting()).isTrue();
        assertThat(world.find(CONFIG_MAPS, "default/kube-root-ca.crt")).isNotNull();
        assertThat(world.json(NAMESPACES, "default")
                        .path("status")
                        .path("phase")
                        .asString())
                .isEqualTo("Terminating");
        assertThat(reason("NamespaceContentRemaining")).isEqualTo("SomeResourcesRemain");
        assertThat(reason("NamespaceDeletionContentFailure")).isEqualTo("ContentDeleted");
        nodes.converge();
        assertThat(world.list(CONFIG_MAPS)).isEmpty();
        assertThat(world.list(SERVICE_ACCOUNTS)).isEmpty();
        passGrace();
        assertThat(world.list(NAMESPACES)).isEmpty();
    }

    @Test
    void waitsForTheFinalizersOfItsContent() {
        ObjectNode held = Manifests.parse("""
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"held","namespace":"default",
                 "finalizers":["example.com/wait"]}}""");
        world.create(CONFIG_MAPS, held);
        deleteNamespace();
        assertThat(reason("NamespaceFinalizersRemaining")).isEqualTo("SomeFinalizersRemain");
        assertThat(world.list(CONFIG_MAPS)).hasSize(1);
        assertThat(world.restless()).isEmpty();
        world.edit(
                CONFIG_MAPS,
                "default/held",
                json -> Draft.object(json, "metadata").remove("finalizers"));
        world.settle();
        passGrace();
        assertThat(world.list(NAMESPACES)).isEmpty();
    }

    @Test
    void clearsOutWhatComesAfterItWasFoundEmpty() {
        deleteNamespace();
        assertThat(world.list(CONFIG_MAPS)).isEmpty();
        assertThat(world.list(NAMESPACES)).hasSize(1);
        // Accepted by an API server that had not seen the deletion.
        world.create(CONFIG_MAPS, Manifests.parse("""
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"late","namespace":"default"}}"""));
        world.settle();
        assertThat(world.list(CONFIG_MAPS)).isEmpty();
        passGrace();
        assertThat(world.list(NAMESPACES)).isEmpty();
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
        assertThat(world.list(NAMESPACES)).isEmpty();
    }

    private void passGrace() {
        assertThat(world.list(NAMESPACES)).hasSize(1);
        world.advance(NamespaceReconciler.GRACE);
        world.settle();
    }
}
