package io.shiplog.cluster.fork;

import io.shiplog.agent.node.NodeSettings;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.json.Trees;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The simulated nodes that stand in the place of a cluster's nodes: of their names, and with what they can give. */
public final class StandIns {
    private static final GroupResource NODES = GroupResource.core("nodes");

    private StandIns() {}

    /**
     * One for each Node. Labels and taints are those that the Node has already.
     *
     * @param address where all of them listen
     */
    public static List<NodeSettings> of(View view, String address) {
        return view.list(NODES).stream().map(node -> standIn(node, address)).toList();
    }

    private static NodeSettings standIn(StoredObject node, String address) {
        JsonNode capacity = Trees.of(node).path("status").path("capacity");
        return new NodeSettings(
                node.key().name(),
                address,
                Map.of(),
                List.of(),
                new NodeSettings.Capacity(
                        text(capacity, "cpu"),
                        text(capacity, "memory"),
                        Integer.parseInt(capacity.path("pods").asString("110"))));
    }

    private static @Nullable String text(JsonNode capacity, String name) {
        return capacity.path(name).isString() ? capacity.path(name).asString("") : null;
    }
}
