package io.shiplog.scheduler.cluster;

import io.shiplog.journal.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.MapPSet;

/**
 * The cluster as one scheduling cycle sees it. Immutable with shared structure: deriving a snapshot with one pod more costs
 * as much as the change, not as much as the cluster.
 *
 * <p>Law: it depends only on what was put in last per node, pod and name, not on the order. Pods of a node that is not
 * known (yet) are kept for when it comes.
 */
public final class Snapshot {
    public static final Snapshot EMPTY = new Snapshot(
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePMap.empty(),
            HashTreePSet.empty(),
            HashTreePSet.empty(),
            Surroundings.NONE,
            List.of());

    private final HashPMap<String, Node> nodes;
    private final HashPMap<String, NodePods> podsByNode;
    private final HashPMap<ObjectKey, PodInfo> bound;
    private final HashPMap<String, HashPMap<ObjectKey, PodInfo>> nominated;
    private final MapPSet<String> nodesWithAffinity;
    private final MapPSet<String> nodesWithRequiredAnti;
    private final Surroundings surroundings;

    /** The visiting order, made when first asked for after a change of nodes: loading n nodes stays linear. */
    private volatile @Nullable List<String> order;

    @SuppressWarnings("TooManyParameters")
    private Snapshot(
            HashPMap<String, Node> nodes,
            HashPMap<String, NodePods> podsByNode,
            HashPMap<ObjectKey, PodInfo> bound,
            HashPMap<String, HashPMap<ObjectKey, PodInfo>> nominated,
            MapPSet<String> nodesWithAffinity,
            MapPSet<String> nodesWithRequiredAnti,
            Surroundings surroundings,
            @Nullable List<String> order) {
        this.nodes = nodes;
        this.podsByNode = podsByNode;
        this.bound = bound;
        this.nominated = nominated;
        this.nodesWithAffinity = nodesWithAffinity;
        this.nodesWithRequiredAnti = nodesWithRequiredAnti;
        this.surroundings = surroundings;
        this.order = order;
    }

    /** The names of all nodes, zones in turns. */
    public List<String> nodeNames() {
        List<String> known = order;
        if (known == null) {
            known = NodeOrder.of(nodes.values());
            order = known;
        }
        return known;
    }

    /** All nodes, zones in turns. */
    public List<NodeInfo> nodes() {
        return infos(nodeNames());
    }

    public int nodeCount() {
        return nodes.size();
    }

    public @Nullable NodeInfo node(String name) {
        Node node = nodes.get(name);
        return node == null ? null : new NodeInfo(node, podsOf(name));
    }

    /** The nodes that have pods with any pod affinity or anti-affinity. */
    public List<NodeInfo> nodesWithAffinity() {
        return infos(nodesWithAffinity);
    }

    /** The nodes that have pods with required anti-affinity. */
    public List<NodeInfo> nodesWithRequiredAnti() {
        return infos(nodesWithRequiredAnti);
    }

    /** The pod of that key that takes room on a node, null when there is none. */
    public @Nullable PodInfo bound(ObjectKey key) {
        return bound.get(key);
    }

    /** The pods, not bound yet, that room is being made for on a node. */
    public Collection<PodInfo> nominated(String node) {
        Map<ObjectKey, PodInfo> there = nominated.get(node);
        return there == null ? List.of() : there.values();
    }

    public boolean hasNominated() {
        return !nominated.isEmpty();
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Map<String, String> namespaceLabels(String namespace) {
        return surroundings.namespaceLabels(namespace);
    }

    public Snapshot with(Node node) {
        Node before = nodes.get(node.name());
        boolean sameOrder = before != null && before.zone().equals(node.zone());
        return copy(nodes.plus(node.name(), node), sameOrder ? order : null);
    }

    public Snapshot withoutNode(String name) {
        return copy(nodes.minus(name), null);
    }

    /** With {@code pod}, which is bound, in the place of what was known under its key. */
    public Snapshot with(PodInfo pod) {
        if (!pod.isBound()) {
            throw new IllegalArgumentException(pod.key() + " is not bound");
        }
        Snapshot rest = without(pod.key());
        String node = pod.life().nodeName();
        return rest.placed(node, rest.podsOf(node).with(pod), rest.bound.plus(pod.key(), pod));
    }

    public Snapshot without(ObjectKey key) {
        PodInfo pod = bound.get(key);
        if (pod == null) {
            return this;
        }
        String node = pod.life().nodeName();
        return placed(node, podsOf(node).without(pod), bound.minus(key));
    }

    /** With {@code pod} awaited on the node that it is nominated to; a pod that is nominated nowhere is awaited nowhere. */
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
        return next == nominated
                ? this
                : new Snapshot(
                        nodes, podsByNode, bound, next, nodesWithAffinity, nodesWithRequiredAnti, surroundings, order);
    }

    public Snapshot surrounded(UnaryOperator<Surroundings> change) {
        return new Snapshot(
                nodes,
                podsByNode,
                bound,
                nominated,
                nodesWithAffinity,
                nodesWithRequiredAnti,
                change.apply(surroundings),
                order);
    }

    private NodePods podsOf(String node) {
        return podsByNode.getOrDefault(node, NodePods.NONE);
    }

    private List<NodeInfo> infos(Collection<String> names) {
        var infos = new ArrayList<NodeInfo>(names.size());
        for (String name : names) {
            Node node = nodes.get(name);
            if (node != null) {
                infos.add(new NodeInfo(node, podsOf(name)));
            }
        }
        return infos;
    }

    private Snapshot copy(HashPMap<String, Node> nextNodes, @Nullable List<String> nextOrder) {
        return new Snapshot(
                nextNodes,
                podsByNode,
                bound,
                nominated,
                nodesWithAffinity,
                nodesWithRequiredAnti,
                surroundings,
                nextOrder);
    }

    private Snapshot placed(String node, NodePods pods, HashPMap<ObjectKey, PodInfo> nextBound) {
        return new Snapshot(
                nodes,
                pods.count() == 0 ? podsByNode.minus(node) : podsByNode.plus(node, pods),
                nextBound,
                nominated,
                member(nodesWithAffinity, node, pods.withAffinity() > 0),
                member(nodesWithRequiredAnti, node, pods.withRequiredAnti() > 0),
                surroundings,
                order);
    }

    private static MapPSet<String> member(MapPSet<String> set, String name, boolean in) {
        return in ? set.plus(name) : set.minus(name);
    }
}
