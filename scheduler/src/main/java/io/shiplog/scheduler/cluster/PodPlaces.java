package io.shiplog.scheduler.cluster;

import io.shiplog.resources.selector.LabelSelector;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * On which nodes the bound pods are, by what selectors can tell apart and by what pods ask of those around them: a
 * selector is asked once per group of equal pods and a term once per affinity, not once per pod, however large the
 * cluster is. Immutable, shared structure.
 */
public final class PodPlaces {
    static final PodPlaces NONE = new PodPlaces(HashTreePMap.empty(), HashTreePMap.empty());

    /**
     * Pods of one group on one node.
     *
     * @param all how many there are
     * @param staying how many of them are not being deleted
     */
    public record Tally(int all, int staying) {
        static final Tally NONE = new Tally(0, 0);

        private Tally plus(int sign, boolean terminating) {
            return new Tally(all + sign, terminating ? staying : staying + sign);
        }
    }

    private final HashPMap<String, HashPMap<PodGroup, HashPMap<String, Tally>>> byNamespace;

    /** Only of pods that ask for something: pods by node. */
    private final HashPMap<PodAffinity, HashPMap<String, Integer>> byAffinity;

    private PodPlaces(
            HashPMap<String, HashPMap<PodGroup, HashPMap<String, Tally>>> byNamespace,
            HashPMap<PodAffinity, HashPMap<String, Integer>> byAffinity) {
        this.byNamespace = byNamespace;
        this.byAffinity = byAffinity;
    }

    /** The namespaces that have bound pods. */
    public Set<String> namespaces() {
        return byNamespace.keySet();
    }

    /** The groups of a namespace with their pods by node. */
    public Map<PodGroup, HashPMap<String, Tally>> groups(String namespace) {
        return byNamespace.getOrDefault(namespace, HashTreePMap.empty());
    }

    /** What bound pods ask of those around them, with how many of them ask for it by node. */
    public Map<PodAffinity, HashPMap<String, Integer>> affinities() {
        return byAffinity;
    }

    /**
     * How many pods of {@code namespace} match, by node; pods that are being deleted do not count, nodes without any
     * are left out. A selector without requirements matches none here: so counts kube-scheduler v1.34's
     * PodTopologySpread.
     */
    public Map<String, Long> staying(LabelSelector selector, String namespace) {
        var byNode = new HashMap<String, Long>();
        if (selector.equals(LabelSelector.NOTHING) || selector.isEverything()) {
            return byNode;
        }
        groups(namespace).forEach((group, nodes) -> {
            if (selector.matches(group.labels())) {
                nodes.forEach((node, tally) -> {
                    if (tally.staying() > 0) {
                        byNode.merge(node, (long) tally.staying(), Long::sum);
                    }
                });
            }
        });
        return byNode;
    }

    /** With {@code pod}, which is bound. */
    PodPlaces with(PodInfo pod) {
        return changed(pod, 1);
    }

    /** Without {@code pod}, which is one of these. */
    PodPlaces without(PodInfo pod) {
        return changed(pod, -1);
    }

    private PodPlaces changed(PodInfo pod, int sign) {
        String namespace = pod.key().namespace();
        String node = pod.life().nodeName();
        PodGroup group = pod.group();
        HashPMap<PodGroup, HashPMap<String, Tally>> groups = byNamespace.getOrDefault(namespace, HashTreePMap.empty());
        HashPMap<String, Tally> nodes = groups.getOrDefault(group, HashTreePMap.empty());
        Tally tally = nodes.getOrDefault(node, Tally.NONE).plus(sign, pod.life().terminating());
        HashPMap<PodGroup, HashPMap<String, Tally>> nextGroups =
                put(groups, group, put(nodes, node, tally.all() == 0 ? null : tally));
        return new PodPlaces(put(byNamespace, namespace, nextGroups), changedAffinity(pod, node, sign));
    }

    private HashPMap<PodAffinity, HashPMap<String, Integer>> changedAffinity(PodInfo pod, String node, int sign) {
        PodAffinity affinity = pod.rules().podAffinity();
        if (affinity.isNone()) {
            return byAffinity;
        }
        HashPMap<String, Integer> nodes = byAffinity.getOrDefault(affinity, HashTreePMap.empty());
        int count = nodes.getOrDefault(node, 0) + sign;
        return put(byAffinity, affinity, put(nodes, node, count == 0 ? null : Integer.valueOf(count)));
    }

    /** Puts a value under a key, or nothing if it is null or an empty map. */
    private static <K, V> HashPMap<K, V> put(HashPMap<K, V> map, K key, @Nullable V value) {
        return value == null || (value instanceof Map<?, ?> inner && inner.isEmpty())
                ? map.minus(key)
                : map.plus(key, value);
    }
}
