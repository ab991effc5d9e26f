package io.shiplog.scheduler.interpodaffinity;

import io.shiplog.scheduler.cluster.AffinityTerm;
import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodAffinity;
import io.shiplog.scheduler.cluster.PodGroup;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cluster.Weighted;
import io.shiplog.scheduler.framework.ScorePlugin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The preferences of one pod and of the pods around it with respect to it, summed per domain. */
final class PreferredAffinity {
    /** What a required affinity term of an existing pod adds for a pod that it matches: kube-scheduler's default. */
    private static final long HARD_WEIGHT = 1;

    /** The sums by label and by the label's value. */
    private final Map<String, Map<String, Long>> byDomain = new HashMap<>();

    private final Snapshot snapshot;

    PreferredAffinity(PodInfo pod, Snapshot snapshot) {
        this.snapshot = snapshot;
        PodAffinity mine = pod.rules().podAffinity();
        if (mine.prefers()) {
            for (String namespace : snapshot.places().namespaces()) {
                Map<String, String> labels = snapshot.namespaceLabels(namespace);
                collectOwn(mine.preferred(), namespace, labels, 1);
                collectOwn(mine.preferredAnti(), namespace, labels, -1);
            }
        }
        PodGroup group = pod.group();
        Map<String, String> labels = snapshot.namespaceLabels(pod.key().namespace());
        snapshot.places().affinities().forEach((theirs, nodes) -> {
            for (AffinityTerm term : theirs.required()) {
                if (term.matches(group, labels)) {
                    nodes.forEach((node, count) -> add(node, term, HARD_WEIGHT * count));
                }
            }
            collectTheirs(theirs.preferred(), group, labels, nodes, 1);
            collectTheirs(theirs.preferredAnti(), group, labels, nodes, -1);
        });
    }

    private void collectOwn(
            List<Weighted<AffinityTerm>> terms, String namespace, Map<String, String> namespaceLabels, int sign) {
        for (Weighted<AffinityTerm> each : terms) {
            if (each.term().isAbout(namespace, namespaceLabels)) {
                long weight = (long) sign * each.weight();
                snapshot.places().groups(namespace).forEach((group, nodes) -> {
                    if (each.term().matches(group, namespaceLabels)) {
                        nodes.forEach((node, tally) -> add(node, each.term(), weight * tally.all()));
                    }
                });
            }
        }
    }

    private void collectTheirs(
            List<Weighted<AffinityTerm>> terms,
            PodGroup mine,
            Map<String, String> namespaceLabels,
            Map<String, Integer> nodes,
            int sign) {
        for (Weighted<AffinityTerm> each : terms) {
            if (each.term().matches(mine, namespaceLabels)) {
                long weight = (long) sign * each.weight();
                nodes.forEach((node, count) -> add(node, each.term(), weight * count));
            }
        }
    }

    private void add(String name, AffinityTerm term, long weight) {
        Node node = snapshot.bareNode(name);
        String value = node == null ? null : node.labels().get(term.topologyKey());
        if (value != null) {
            byDomain.computeIfAbsent(term.topologyKey(), key -> new HashMap<>()).merge(value, weight, Long::sum);
        }
    }

    /** The scores of {@code nodes}, null when nobody prefers anything. */
    long @Nullable [] scores(List<NodeInfo> nodes) {
        if (byDomain.isEmpty()) {
            return null;
        }
        long[] raw = nodes.stream().mapToLong(this::sum).toArray();
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (long score : raw) {
            min = Math.min(min, score);
            max = Math.max(max, score);
        }
        for (int i = 0; i < raw.length; i++) {
            raw[i] = max == min ? 0 : (long) (ScorePlugin.MAX_SCORE * ((double) (raw[i] - min) / (max - min)));
        }
        return raw;
    }

    private long sum(NodeInfo node) {
        long sum = 0;
        for (Map.Entry<String, Map<String, Long>> entry : byDomain.entrySet()) {
            String value = node.node().labels().get(entry.getKey());
            if (value != null) {
                sum += entry.getValue().getOrDefault(value, 0L);
            }
        }
        return sum;
    }
}
