package io.shiplog.scheduler.interpodaffinity;

import io.shiplog.scheduler.cluster.AffinityTerm;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodAffinity;
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

    private final Map<Domain, Long> byDomain = new HashMap<>();
    private final PodInfo pod;
    private final Snapshot snapshot;

    PreferredAffinity(PodInfo pod, Snapshot snapshot) {
        this.pod = pod;
        this.snapshot = snapshot;
        // Without preferences of its own, only pods that have some matter.
        boolean own = pod.rules().podAffinity().prefers();
        for (NodeInfo node : own ? snapshot.nodes() : snapshot.nodesWithAffinity()) {
            for (PodInfo other : node.pods().all()) {
                if (own || !other.rules().podAffinity().isNone()) {
                    collect(node, other);
                }
            }
        }
    }

    private void collect(NodeInfo node, PodInfo other) {
        PodAffinity mine = pod.rules().podAffinity();
        PodAffinity theirs = other.rules().podAffinity();
        weigh(mine.preferred(), other, node, 1);
        weigh(mine.preferredAnti(), other, node, -1);
        for (AffinityTerm term : theirs.required()) {
            weigh(term, pod, node, HARD_WEIGHT);
        }
        weigh(theirs.preferred(), pod, node, 1);
        weigh(theirs.preferredAnti(), pod, node, -1);
    }

    private void weigh(List<Weighted<AffinityTerm>> terms, PodInfo subject, NodeInfo node, int sign) {
        for (Weighted<AffinityTerm> term : terms) {
            weigh(term.term(), subject, node, (long) sign * term.weight());
        }
    }

    private void weigh(AffinityTerm term, PodInfo subject, NodeInfo node, long weight) {
        Domain domain = Domain.of(node.node(), term.topologyKey());
        if (domain != null
                && term.matches(subject, snapshot.namespaceLabels(subject.key().namespace()))) {
            byDomain.merge(domain, weight, Long::sum);
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
        for (Map.Entry<Domain, Long> entry : byDomain.entrySet()) {
            Domain domain = entry.getKey();
            if (domain.value().equals(node.node().labels().get(domain.key()))) {
                sum += entry.getValue();
            }
        }
        return sum;
    }
}
