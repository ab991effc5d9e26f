package io.shiplog.scheduler.cluster;

import io.shiplog.journal.ObjectKey;
import java.util.Collection;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * The pods of one node and what they take from it together.
 *
 * @param withAffinity how many of them have any pod affinity or anti-affinity
 * @param withRequiredAnti how many of them have required anti-affinity
 * @param staying how many pods of each group are not being deleted: a selector is asked once per group, not per pod
 */
public record NodePods(
        HashPMap<ObjectKey, PodInfo> byKey,
        Resources requested,
        long scoredMilliCpu,
        long scoredMemoryBytes,
        int withAffinity,
        int withRequiredAnti,
        HashPMap<PodGroup, Integer> staying) {
    static final NodePods NONE = new NodePods(HashTreePMap.empty(), Resources.NONE, 0, 0, 0, 0, HashTreePMap.empty());

    public Collection<PodInfo> all() {
        return byKey.values();
    }

    public int count() {
        return byKey.size();
    }

    NodePods with(PodInfo pod) {
        return changed(byKey.plus(pod.key(), pod), requested.plus(pod.demand().requests()), pod, 1);
    }

    /** These pods without {@code pod}, which is one of them. */
    NodePods without(PodInfo pod) {
        return changed(byKey.minus(pod.key()), requested.minus(pod.demand().requests()), pod, -1);
    }

    private NodePods changed(HashPMap<ObjectKey, PodInfo> next, Resources sum, PodInfo pod, int sign) {
        PodAffinity affinity = pod.rules().podAffinity();
        return new NodePods(
                next,
                sum,
                scoredMilliCpu + sign * pod.demand().scoredMilliCpu(),
                scoredMemoryBytes + sign * pod.demand().scoredMemoryBytes(),
                withAffinity + (affinity.isNone() ? 0 : sign),
                withRequiredAnti + (affinity.requiredAnti().isEmpty() ? 0 : sign),
                pod.life().terminating() ? staying : counted(PodGroup.of(pod), sign));
    }

    private HashPMap<PodGroup, Integer> counted(PodGroup group, int sign) {
        int count = staying.getOrDefault(group, 0) + sign;
        return count == 0 ? staying.minus(group) : staying.plus(group, count);
    }
}
