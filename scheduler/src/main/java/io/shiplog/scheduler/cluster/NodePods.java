package io.shiplog.scheduler.cluster;

import io.shiplog.objects.ObjectKey;
import java.util.Collection;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/** The pods of one node and what they take from it together. */
public record NodePods(
        HashPMap<ObjectKey, PodInfo> byKey, ResourceAmounts requested, long scoredMilliCpu, long scoredMemoryBytes) {
    static final NodePods NONE = new NodePods(HashTreePMap.empty(), ResourceAmounts.NONE, 0, 0);

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

    private NodePods changed(HashPMap<ObjectKey, PodInfo> next, ResourceAmounts sum, PodInfo pod, int sign) {
        return new NodePods(
                next,
                sum,
                scoredMilliCpu + sign * pod.demand().scoredMilliCpu(),
                scoredMemoryBytes + sign * pod.demand().scoredMemoryBytes());
    }
}
