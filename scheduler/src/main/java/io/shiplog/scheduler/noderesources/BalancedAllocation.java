package io.shiplog.scheduler.noderesources;

import io.shiplog.scheduler.cluster.NodeInfo;
import io.shiplog.scheduler.cluster.PodInfo;
import io.shiplog.scheduler.cluster.ResourceAmounts;
import io.shiplog.scheduler.cluster.Snapshot;
import io.shiplog.scheduler.framework.ScorePlugin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node is better if the pod leaves its CPU and memory requested in similar shares. A pod that requests neither has no
 * preference. Source: kube-scheduler v1.34, plugin NodeResourcesBalancedAllocation.
 */
public final class BalancedAllocation implements ScorePlugin {
    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long @Nullable [] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> feasible) {
        ResourceAmounts wanted = pod.demand().requests();
        if (wanted.milliCpu() == 0 && wanted.memoryBytes() == 0) {
            return null;
        }
        long[] scores = new long[feasible.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = balance(wanted, feasible.get(i));
        }
        return scores;
    }

    private static long balance(ResourceAmounts wanted, NodeInfo node) {
        ResourceAmounts capacity = node.node().allocatable();
        ResourceAmounts taken = node.pods().requested();
        if (capacity.milliCpu() == 0 || capacity.memoryBytes() == 0) {
            return MAX_SCORE;
        }
        double cpu = share(taken.milliCpu() + wanted.milliCpu(), capacity.milliCpu());
        double memory = share(taken.memoryBytes() + wanted.memoryBytes(), capacity.memoryBytes());
        // Of two numbers, the standard deviation is half their distance.
        return (long) ((1 - Math.abs(cpu - memory) / 2) * MAX_SCORE);
    }

    private static double share(long taken, long capacity) {
        return Math.min(1, (double) taken / capacity);
    }
}
