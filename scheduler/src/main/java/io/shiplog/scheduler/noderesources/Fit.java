package io.shiplog.scheduler.noderesources;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.ResourceAmounts;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.EventKind;
import io.shiplog.scheduler.framework.FilterPlugin;
import io.shiplog.scheduler.framework.PreFilterResult;
import io.shiplog.scheduler.framework.Rejection;
import io.shiplog.scheduler.framework.Rejection.Code;
import io.shiplog.scheduler.framework.ScorePlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a node's pods together never exceed what it can allocate, and it never has more pods than it allows;
 * the node of which the smallest share is taken is best (LeastAllocated). Source: kube-scheduler v1.34, plugin
 * NodeResourcesFit.
 */
public final class Fit implements FilterPlugin, ScorePlugin {
    private static final String NAME = "NodeResourcesFit";
    private static final Set<EventKind> WOKEN_BY =
            Set.of(EventKind.NODE_ADDED, EventKind.NODE_ALLOCATABLE_CHANGED, EventKind.POD_GONE, EventKind.POD_SHRUNK);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public PreFilterResult prepare(PodInfo pod, Snapshot snapshot) {
        ResourceAmounts wanted = pod.demand().requests();
        boolean nothing = wanted.isNone();
        return new PreFilterResult.Asks(node -> reject(node, wanted, nothing));
    }

    private static @Nullable Rejection reject(NodeInfo node, ResourceAmounts wanted, boolean nothing) {
        var shortage = new Shortage();
        if (node.pods().count() + 1 > node.node().allowedPods()) {
            shortage.add("Too many pods");
        }
        if (!nothing) {
            ResourceAmounts capacity = node.node().allocatable();
            ResourceAmounts taken = node.pods().requested();
            shortage.check("cpu", wanted.milliCpu(), taken.milliCpu(), capacity.milliCpu());
            shortage.check("memory", wanted.memoryBytes(), taken.memoryBytes(), capacity.memoryBytes());
            shortage.check(
                    "ephemeral-storage",
                    wanted.ephemeralStorageBytes(),
                    taken.ephemeralStorageBytes(),
                    capacity.ephemeralStorageBytes());
            if (!wanted.others().isEmpty()) {
                new TreeMap<>(wanted.others())
                        .forEach((name, amount) ->
                                shortage.check(name, amount, taken.other(name), capacity.other(name)));
            }
        }
        return shortage.rejection();
    }

    /** What a node has too little of. */
    private static final class Shortage {
        /** Null while there is enough of everything, as on most nodes. */
        private @Nullable List<String> reasons;

        private boolean hopeless;

        void check(String resource, long wanted, long taken, long capacity) {
            if (wanted > 0 && wanted > capacity - taken) {
                add("Insufficient " + resource);
                // An empty node would not do either: preemption cannot help.
                hopeless |= wanted > capacity;
            }
        }

        void add(String reason) {
            List<String> known = reasons;
            if (known == null) {
                known = new ArrayList<>(2);
                reasons = known;
            }
            known.add(reason);
        }

        @Nullable
        Rejection rejection() {
            if (reasons == null) {
                return null;
            }
            Code code = hopeless ? Code.UNSCHEDULABLE_AND_UNRESOLVABLE : Code.UNSCHEDULABLE;
            return new Rejection(code, reasons, NAME, WOKEN_BY);
        }
    }

    @Override
    public long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        long[] scores = new long[feasible.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = leastAllocated(pod, feasible.get(i));
        }
        return scores;
    }

    private static long leastAllocated(PodInfo pod, NodeInfo node) {
        ResourceAmounts capacity = node.node().allocatable();
        long score = 0;
        int resources = 0;
        if (capacity.milliCpu() > 0) {
            long taken = node.pods().scoredMilliCpu() + pod.demand().scoredMilliCpu();
            score += freeShare(taken, capacity.milliCpu());
            resources++;
        }
        if (capacity.memoryBytes() > 0) {
            long taken = node.pods().scoredMemoryBytes() + pod.demand().scoredMemoryBytes();
            score += freeShare(taken, capacity.memoryBytes());
            resources++;
        }
        return resources == 0 ? 0 : score / resources;
    }

    /** How much of {@code capacity} is free, 0 to 100. */
    private static long freeShare(long taken, long capacity) {
        return taken > capacity ? 0 : (capacity - taken) * MAX_SCORE / capacity;
    }
}
