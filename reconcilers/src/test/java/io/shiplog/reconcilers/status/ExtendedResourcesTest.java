package io.shiplog.reconcilers.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.world.Manifests;
import io.shiplog.reconcilers.world.World;
import io.shiplog.resources.kinds.cluster.Nodes;
import io.shiplog.resources.write.Draft;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ExtendedResourcesTest {
    private static final String REPORTED = """
            {"kind":"Node","apiVersion":"v1","metadata":{"name":"n"},"spec":{},
             "status":{"capacity":{"cpu":"4"},"allocatable":{"cpu":"3"}}}""";

    private final World world = new World(1);

    private void heartbeat() {
        StoredObject node = world.get(Nodes.RESOURCE, "n");
        NodeFold.reported(node, new NodeReport("n", Manifests.parse(REPORTED)), world.now())
                .ifPresent(write -> world.plan(List.of(write)));
    }

    private JsonNode status() {
        return world.json(Nodes.RESOURCE, "n").path("status");
    }

    @Test
    void whatSomebodyGivesANodeStaysAndCanBeAllocatedUntilItIsTakenAway() {
        world.create(Nodes.RESOURCE, Manifests.parse(REPORTED));
        world.edit(Nodes.RESOURCE, "n", json -> ((ObjectNode) json.at("/status/capacity")).put("example.com/gpu", "2"));
        heartbeat();
        heartbeat();
        assertThat(status().at("/capacity").toString()).isEqualTo("{\"cpu\":\"4\",\"example.com/gpu\":\"2\"}");
        assertThat(status().at("/allocatable").toString()).isEqualTo("{\"cpu\":\"3\",\"example.com/gpu\":\"2\"}");
        world.edit(
                Nodes.RESOURCE,
                "n",
                json -> Draft.object(Draft.object(json, "status"), "capacity").remove("example.com/gpu"));
        heartbeat();
        assertThat(status().at("/allocatable").toString()).isEqualTo("{\"cpu\":\"3\"}");
    }

    @Test
    void whatTheNodeItselfTellsOfIsAsTheNodeTells() {
        world.create(Nodes.RESOURCE, Manifests.parse(REPORTED));
        world.edit(
                Nodes.RESOURCE,
                "n",
                json -> ((ObjectNode) json.at("/status/capacity"))
                        .put("cpu", "9")
                        .put("hugepages-2Mi", "1Gi"));
        heartbeat();
        assertThat(status().at("/capacity").toString()).isEqualTo("{\"cpu\":\"4\"}");
    }
}
