package io.shiplog.scheduler.cluster;

import io.shiplog.objects.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * The cluster as one scheduling cycle sees it. Immutable with shared structure: deriving a snapshot with one pod more
 * costs as much as the change, not as much as the cluster.
 *
 * <p>Law: it depends only on what was put in last per node, pod and name, not on the order. Pods of a node that is not
 * known (yet) are kept for when it comes.
 */
public final class Snapshot {
    public static final Snapshot EMPTY = new Snapshot(
            new Nodes(HashTreePMap.empty(), HashTreePMap.empty()),
            new Pods(HashTreePMap.empty(), HashTreePMap.empty(), PodPlaces.NONE),
            HashTreePMap.empty(),
            ClusterContext.NONE,
            List.of());

    private final Nodes nodes;
    private final Pods pods;
    private final HashPMap<String, HashPMap<ObjectKey, PodInfo>> nominated;
    private final ClusterContext clusterContext;

    /** The visiting order, made when first asked for after a change of nodes: loading n nodes stays linear. */
    private volatile @Nullable List<String> order;

    /** Nodes with their pods, and how many of them have each image. */
    private record Nodes(HashPMap<String, NodeInfo> byName, HashPMap<String, Integer> byImage) {

        Nodes with(String name, @Nullable Node node, Pods pods) {
            NodeInfo before = byName.get(name);
            HashPMap<String, Integer> images = byImage;
            Set<String> had = before == null ? Set.of() : before.node().images().keySet();
            Set<String> has = node == null ? Set.of() : node.images().keySet();
            if (!had.equals(has)) {
                images = counted(counted(images, had, -1), has, 1);
            }
            var next = node == null ? byName.minus(name) : byName.plus(name, new NodeInfo(node, pods.on(name)));
            return new Nodes(next, images);
        }

        /** With what {@code pods} says of a node, if there is one of that name. */
        Nodes with(Pods pods, String name) {
            NodeInfo before = byName.get(name);
            return before == null
                    ? this
                    : new Nodes(byName.plus(name, new NodeInfo(before.node(), pods.on(name))), byImage);
        }

        private static HashPMap<String, Integer> counted(
                HashPMap<String, Integer> counts, Set<String> names, int sign) {
            HashPMap<String, Integer> next = counts;
            for (String name : names) {
                int count = next.getOrDefault(name, 0) + sign;
                next = count == 0 ? next.minus(name) : next.plus(name, count);
            }
            return next;
        }
    }

    /** The bound pods. */
    private record Pods(HashPMap<String, NodePods> byNode, HashPMap<ObjectKey, PodInfo> byKey, PodPlaces places) {

        NodePods on(String node) {
            return byNode.getOrDefault(node, NodePods.NONE);
        }

        Pods with(PodInfo pod) {
            NodePods there = on(pod.life().nodeName()).with(pod);
            return new Pods(byNode.plus(pod.life().nodeName(), there), byKey.plus(pod.key(), pod), places.with(pod));
        }

        Pods without(PodInfo pod) {
            String node = pod.life().nodeName();
            NodePods there = on(node).without(pod);
            return new Pods(
                    there.count() == 0 ? byNode.minus(node) : byNode.plus(node, there),
                    byKey.minus(pod.key()),
                    places.without(pod));
        }
    }

    private Snapshot(
            Nodes nodes,
            Pods pods,
            HashPMap<String, HashPMap<ObjectKey, PodInfo>> nominated,
            ClusterContext clusterContext,
            @Nullable List<String> order) {
        this.nodes = nodes;
        this.pods = pods;
        this.nominated = nominated;
        this.clusterContext = clusterContext;
        this.order = order;
    }

    /** The names of all nodes, zones in turns. */
    public List<String> nodeNames() {
        List<String> known = order;
        if (known == null) {
            known = NodeOrder.of(
                    nodes.byName().values().stream().map(NodeInfo::node).toList());
            order = known;
        }
        return known;
    }

    /** All nodes, zones in turns. */
    public List<NodeInfo> nodes() {
        var infos = new ArrayList<NodeInfo>(nodeCount());
        for (String name : nodeNames()) {
            NodeInfo node = nodes.byName().get(name);
            if (node != null) {
                infos.add(node);
            }
        }
        return infos;
    }

    public int nodeCount() {
        return nodes.byName().size();
    }

    public @Nullable NodeInfo node(String name) {
        return nodes.byName().get(name);
    }

    /** The node of that name without its pods. */
    public @Nullable Node bareNode(String name) {
        NodeInfo node = nodes.byName().get(name);
        return node == null ? null : node.node();
    }

    /** How many nodes have an image of that name. */
    public int nodesWithImage(String image) {
        return nodes.byImage().getOrDefault(image, 0);
    }

    /** Where the bound pods are; on nodes, too, that are not known. */
    public PodPlaces places() {
        return pods.places();
    }

    /** The pod of that key that takes room on a node, null when there is none. */
    public @Nullable PodInfo bound(ObjectKey key) {
        return pods.byKey().get(key);
    }

    /** The pods, not bound yet, that room is being made for on a node. */
    public Collection<PodInfo> nominated(String node) {
        Map<ObjectKey, PodInfo> there = nominated.get(node);
        return there == null ? List.of() : there.values();
    }

    public boolean hasNominated() {
        return !nominated.isEmpty();
    }

    public ClusterContext clusterContext() {
        return clusterContext;
    }

    public Map<String, String> namespaceLabels(String namespace) {
        return clusterContext.namespaceLabels(namespace);
    }

    public Snapshot with(Node node) {
        NodeInfo before = nodes.byName().get(node.name());
        boolean sameOrder = before != null && before.node().zone().equals(node.zone());
        return with(nodes.with(node.name(), node, pods), sameOrder ? order : null);
    }

    public Snapshot withoutNode(String name) {
        return nodes.byName().containsKey(name) ? with(nodes.with(name, null, pods), null) : this;
    }

    /** With {@code pod}, which is bound, in the place of what was known under its key. */
    public Snapshot with(PodInfo pod) {
        if (!pod.isBound()) {
            throw new IllegalArgumentException(pod.key() + " is not bound");
        }
        Snapshot rest = without(pod.key());
        return rest.with(rest.pods.with(pod), pod);
    }

    public Snapshot without(ObjectKey key) {
        PodInfo pod = pods.byKey().get(key);
        return pod == null ? this : with(pods.without(pod), pod);
    }

    /**
     * With {@code pod} awaited on the node that it is nominated to; a pod that is nominated nowhere is awaited nowhere.
     */
    public Snapshot awaiting(@Nullable PodInfo before, @Nullable PodInfo pod) {
        var next = nominated;
        if (before != null && !before.life().nominatedNodeName().isEmpty()) {
            String node = before.life().nominatedNodeName();
            HashPMap<ObjectKey, PodInfo> there =
                    next.getOrDefault(node, HashTreePMap.empty()).minus(before.key());
            next = there.isEmpty() ? next.minus(node) : next.plus(node, there);
        }
        if (pod != null && !pod.life().nominatedNodeName().isEmpty()) {
            String node = pod.life().nominatedNodeName();
            next = next.plus(node, next.getOrDefault(node, HashTreePMap.empty()).plus(pod.key(), pod));
        }
        return next == nominated ? this : new Snapshot(nodes, pods, next, clusterContext, order);
    }

    public Snapshot surrounded(UnaryOperator<ClusterContext> change) {
        return new Snapshot(nodes, pods, nominated, change.apply(clusterContext), order);
    }

    private Snapshot with(Nodes next, @Nullable List<String> nextOrder) {
        return new Snapshot(next, pods, nominated, clusterContext, nextOrder);
    }

    /** @param changed the pod that came or went */
    private Snapshot with(Pods next, PodInfo changed) {
        Nodes there = nodes.with(next, changed.life().nodeName());
        return new Snapshot(there, next, nominated, clusterContext, order);
    }
}
