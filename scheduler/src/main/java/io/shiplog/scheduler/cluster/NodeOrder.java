package io.shiplog.scheduler.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The order in which nodes are visited: zones in turns, so that a sample of the first nodes covers all zones. */
final class NodeOrder {
    private NodeOrder() {}

    /** The names of {@code nodes}: the first of each zone, then the second of each, and so on; deterministic. */
    static List<String> of(Collection<Node> nodes) {
        var byZone = new TreeMap<String, ArrayDeque<String>>();
        nodes.stream()
                .sorted(Comparator.comparing(Node::name))
                .forEach(node -> byZone.computeIfAbsent(node.zone(), zone -> new ArrayDeque<>())
                        .add(node.name()));
        var order = new ArrayList<String>(nodes.size());
        while (!byZone.isEmpty()) {
            byZone.values().removeIf(names -> {
                order.add(names.removeFirst());
                return names.isEmpty();
            });
        }
        return List.copyOf(order);
    }
}
