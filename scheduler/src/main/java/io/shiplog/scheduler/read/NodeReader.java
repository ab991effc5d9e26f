package io.shiplog.scheduler.read;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.NodeFacts;
import io.shiplog.scheduler.cluster.Node;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads a Node object. */
public final class NodeReader {
    private NodeReader() {}

    public static Node read(StoredObject object) {
        JsonNode node = Fields.parse(object.json());
        NodeFacts facts = NodeFacts.of(object);
        JsonNode status = node.path("status");
        // A node that does not say what it keeps for itself keeps nothing.
        JsonNode room = status.path(status.has("allocatable") ? "allocatable" : "capacity");
        Map<String, Long> images = new HashMap<>();
        for (JsonNode image : status.path("images")) {
            for (String name : Fields.list(image.path("names"))) {
                images.put(name, image.path("sizeBytes").asLong(0));
            }
        }
        return new Node(
                object.key().name(),
                object.facts().labels(),
                facts.taints(),
                facts.unschedulable(),
                ResourceReader.read(room),
                (int) Math.min(
                        Integer.MAX_VALUE,
                        ResourceReader.quantity(room.path(ResourceReader.PODS)).value()),
                images);
    }
}
