package io.shiplog.scheduler.cycle;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.Diagnosis;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.Filters;
import io.shiplog.scheduler.framework.Rejection;
import io.shiplog.scheduler.framework.ScorePlugin;
import io.shiplog.scheduler.preemption.Preemption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one pod: of the nodes that no filter rejects, the one that all scores together like best; without any,
 * what preemption can do.
 *
 * <p>A pure function of pod, snapshot and seed: the seed only decides between equals and where the search begins.
 */
public final class SchedulingCycle {
    /** Below this many nodes all are asked. */
    private static final int SMALL_CLUSTER = 100;

    private final Filters filters;
    private final List<ScorePlugin> scores;
    private final Preemption preemption;
    private final long seed;

    private SchedulingCycle(Filters filters, List<ScorePlugin> scores, long seed) {
        this.filters = filters;
        this.scores = scores;
        this.preemption = new Preemption(filters);
        this.seed = seed;
    }

    /** The cycle with kube-scheduler's default plugins and weights. */
    public static SchedulingCycle standard(long seed) {
        return new SchedulingCycle(Plugins.FILTERS, Plugins.SCORES, seed);
    }

    public ScheduleResult decide(PodInfo pod, Snapshot snapshot) {
        if (snapshot.nodeCount() == 0) {
            var failure =
                    new ScheduleResult.Failure("no nodes available to schedule pods", Set.of(EventKind.NODE_ADDED));
            return new ScheduleResult.Wait(pod, failure, true);
        }
        Filters.Prepared prepared = filters.prepare(pod, snapshot);
        var search = new Search(prepared, snapshot);
        if (prepared.everywhere() == null && !search.nominated(pod)) {
            search.from(number(pod, 1));
        }
        if (search.feasible.isEmpty()) {
            var diagnosis =
                    new Diagnosis(snapshot.nodeCount(), search.rejections, prepared.ofOthers(), prepared.everywhere());
            return failed(pod, snapshot, diagnosis);
        }
        return new ScheduleResult.Bind(pod, best(pod, snapshot, search.feasible).name());
    }

    private ScheduleResult failed(PodInfo pod, Snapshot snapshot, Diagnosis diagnosis) {
        String message = diagnosis.message();
        Set<EventKind> wokenBy = diagnosis.wokenBy();
        return switch (preemption.preempt(pod, snapshot, diagnosis, number(pod, 2))) {
            case Preemption.Outcome.Helps helps -> {
                Set<EventKind> soon = EnumSet.of(EventKind.POD_GONE);
                soon.addAll(wokenBy);
                var failure = new ScheduleResult.Failure(message, soon);
                yield new ScheduleResult.Preempt(pod, failure, helps.node(), helps.victims(), helps.displaced());
            }
            case Preemption.Outcome.Useless useless -> {
                var failure = new ScheduleResult.Failure(message + " preemption: " + useless.reason(), wokenBy);
                yield new ScheduleResult.Wait(pod, failure, useless.forgets());
            }
        };
    }

    private NodeInfo best(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        if (feasible.size() == 1) {
            return feasible.getFirst();
        }
        long[] totals = new long[feasible.size()];
        for (ScorePlugin plugin : scores) {
            long[] each = plugin.score(pod, snapshot, feasible);
            if (each != null) {
                for (int i = 0; i < totals.length; i++) {
                    totals[i] += plugin.weight() * each[i];
                }
            }
        }
        long highest = Long.MIN_VALUE;
        for (long total : totals) {
            highest = Math.max(highest, total);
        }
        var equals = new ArrayList<NodeInfo>();
        for (int i = 0; i < totals.length; i++) {
            if (totals[i] == highest) {
                equals.add(feasible.get(i));
            }
        }
        return equals.get(number(pod, 3) % equals.size());
    }

    /** A number from 0 that depends on seed, pod and purpose only, as good as random (the finaliser of splitmix64). */
    private int number(PodInfo pod, int purpose) {
        long mixed = (seed ^ pod.uid().hashCode() ^ ((long) purpose << 32)) + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return (int) ((mixed ^ (mixed >>> 31)) & Integer.MAX_VALUE);
    }

    /** How many feasible nodes are enough: all of a small cluster, half of a middle one, 5 % of a very large one. */
    static int enough(int nodes) {
        if (nodes < SMALL_CLUSTER) {
            return nodes;
        }
        int percent = Math.max(5, 50 - nodes / 125);
        return Math.max(SMALL_CLUSTER, nodes * percent / 100);
    }

    /** The search for nodes that fit. */
    private static final class Search {
        private final Filters.Prepared prepared;
        private final Snapshot snapshot;
        private final List<NodeInfo> feasible = new ArrayList<>();
        private final Map<String, Rejection> rejections = new HashMap<>();

        Search(Filters.Prepared prepared, Snapshot snapshot) {
            this.prepared = prepared;
            this.snapshot = snapshot;
        }

        /** Asks the node that room was made on, if any; it is taken if it fits, whatever others would score. */
        boolean nominated(PodInfo pod) {
            String name = pod.life().nominatedNodeName();
            return !name.isEmpty() && prepared.considers(name) && ask(snapshot.node(name));
        }

        /** Asks nodes, beginning somewhere, until enough of them fit. */
        void from(int start) {
            List<String> names = prepared.considered();
            int wanted = enough(names.size());
            for (int i = 0; i < names.size() && feasible.size() < wanted; i++) {
                ask(snapshot.node(names.get((start % names.size() + i) % names.size())));
            }
        }

        private boolean ask(@Nullable NodeInfo node) {
            if (node == null) {
                return false;
            }
            Rejection rejection = prepared.reject(node);
            if (rejection == null) {
                feasible.add(node);
                return true;
            }
            rejections.put(node.name(), rejection);
            return false;
        }
    }
}
