package io.shiplog.scheduler.podtopologyspread;

import io.shiplog.scheduler.cluster.Node;
import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.cluster.SpreadConstraint;
import io.shiplog.scheduler.framework.ScorePlugin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ScheduleAnyway constraints of one pod, as scores: the fewer matching pods a node's domains have, the better, a
 * domain of many values counting more than one of few.
 */
final class PreferredSpread {
    private final PodInfo pod;
    private final List<SpreadConstraint> constraints;
    private final boolean allKeysRequired;

    /**
     * @param allKeysRequired whether a node that lacks one of the labels is out of the reckoning (and gets 0): so for a
     *     pod's own constraints, not for the default ones
     */
    PreferredSpread(PodInfo pod, List<SpreadConstraint> constraints, boolean allKeysRequired) {
        this.pod = pod;
        this.constraints = constraints;
        this.allKeysRequired = allKeysRequired;
    }

    /** A constraint, its weight, and the matching pods by domain: by node name if each node is its own domain. */
    private record Weighed(SpreadConstraint constraint, double weight, Map<String, Long> byDomain) {}

    long[] scores(Snapshot snapshot, List<NodeInfo> feasible) {
        boolean[] ignored = new boolean[feasible.size()];
        int reckoned = 0;
        for (int i = 0; i < ignored.length; i++) {
            ignored[i] = isOut(feasible.get(i).node());
            reckoned += ignored[i] ? 0 : 1;
        }
        List<Weighed> weighed = weigh(snapshot, feasible, ignored, reckoned);
        long[] raw = new long[feasible.size()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = ignored[i] ? 0 : rawScore(feasible.get(i), weighed);
        }
        return normalised(raw, ignored);
    }

    private boolean isOut(Node node) {
        return allKeysRequired && !SpreadConstraint.allKeysOn(node, constraints);
    }

    private List<Weighed> weigh(Snapshot snapshot, List<NodeInfo> feasible, boolean[] ignored, int reckoned) {
        var weighed = new ArrayList<Weighed>(constraints.size());
        for (SpreadConstraint constraint : constraints) {
            Map<String, Long> matching =
                    snapshot.places().staying(constraint.selector(), pod.key().namespace());
            if (isPerNode(constraint)) {
                weighed.add(new Weighed(constraint, Math.log(reckoned + 2.0), matching));
                continue;
            }
            var byDomain = new HashMap<String, Long>();
            for (int i = 0; i < ignored.length; i++) {
                if (!ignored[i]) {
                    byDomain.put(domain(feasible.get(i).node(), constraint), 0L);
                }
            }
            matching.forEach((name, here) -> {
                Node node = snapshot.bareNode(name);
                if (node != null && !isOut(node) && constraint.counts(node, pod.rules())) {
                    byDomain.computeIfPresent(domain(node, constraint), (value, count) -> count + here);
                }
            });
            weighed.add(new Weighed(constraint, Math.log(byDomain.size() + 2.0), byDomain));
        }
        return weighed;
    }

    private long rawScore(NodeInfo node, List<Weighed> weighed) {
        double score = 0;
        for (Weighed each : weighed) {
            SpreadConstraint constraint = each.constraint();
            if (node.node().labels().containsKey(constraint.topologyKey())) {
                String domain = isPerNode(constraint) ? node.name() : domain(node.node(), constraint);
                long count = each.byDomain().getOrDefault(domain, 0L);
                // maxSkew - 1 dilutes the difference of counts: a larger skew that is allowed matters less.
                score += count * each.weight() + (constraint.maxSkew() - 1);
            }
        }
        return Math.round(score);
    }

    private static long[] normalised(long[] raw, boolean[] ignored) {
        long min = Long.MAX_VALUE;
        long max = 0;
        for (int i = 0; i < raw.length; i++) {
            if (!ignored[i]) {
                min = Math.min(min, raw[i]);
                max = Math.max(max, raw[i]);
            }
        }
        long[] scores = new long[raw.length];
        for (int i = 0; i < raw.length; i++) {
            if (!ignored[i]) {
                scores[i] = max == 0 ? ScorePlugin.MAX_SCORE : ScorePlugin.MAX_SCORE * (max + min - raw[i]) / max;
            }
        }
        return scores;
    }

    private static boolean isPerNode(SpreadConstraint constraint) {
        return constraint.topologyKey().equals(Node.HOSTNAME);
    }

    private static String domain(Node node, SpreadConstraint constraint) {
        return node.labels().getOrDefault(constraint.topologyKey(), "");
    }
}
