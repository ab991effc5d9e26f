package io.shiplog.reconcilers.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kinds.access.Access;
import org.junit.jupiter.api.Test;

class RoleAggregationReconcilerTest {
    private static final GroupResource ROLES = Access.CLUSTER_ROLES.resource();

    private final World world = new World(1, new RoleAggregationReconciler());

    @Test
    void aRoleHasTheRulesOfThoseThatItSelectsEachOnceByTheirNames() {
        role(
                "all",
                "",
                "\"aggregationRule\":{\"clusterRoleSelectors\":[{\"matchLabels\":{\"to\":\"all\"}}]},"
                        + "\"rules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}]");
        role("b", "all", "\"rules\":[" + rule("pods") + "," + rule("nodes") + "]");
        role("a", "all", "\"rules\":[" + rule("pods") + "]");
        role("c", "other", "\"rules\":[" + rule("secrets") + "]");
        world.settle();
        assertThat(rules()).isEqualTo("[" + rule("pods") + "," + rule("nodes") + "]");
        world.delete(ROLES, "b");
        world.settle();
        assertThat(rules()).isEqualTo("[" + rule("pods") + "]");
        assertThat(world.restless()).isEmpty();
    }

    private String rules() {
        return Trees.of(world.view().get(ROLES, ObjectKey.cluster("all")))
                .path("rules")
                .toString();
    }

    private static String rule(String resource) {
        return "{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"" + resource + "\"]}";
    }

    private void role(String name, String label, String more) {
        world.create(
                ROLES,
                Manifests.parse("{\"kind\":\"ClusterRole\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\","
                        + "\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"to\":\"" + label + "\"}}," + more
                        + "}"));
    }
}
