package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.reconcilers.daemonset.DaemonPlaces.Fit;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.kinds.cluster.Nodes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one reconcile of a DaemonSet looks at.
 *
 * @param hash of the newest revision
 * @param fits every node that there is, in the order of names, and whether the pods fit on it
 * @param pods by node, those of the DaemonSet that are there for it, the oldest first; never empty
 */
record DaemonWorld(
        DaemonSpec spec, String hash, Map<String, Fit> fits, Map<String, List<StoredObject>> pods, Instant now) {

    static DaemonWorld of(View view, DaemonSpec spec, String hash, Collection<StoredObject> owned, Instant now) {
        var fits = new LinkedHashMap<String, Fit>();
        for (StoredObject node : view.list(Nodes.RESOURCE)) {
            fits.put(node.key().name(), spec.places().fit(node));
        }
        var pods = new TreeMap<String, List<StoredObject>>();
        for (StoredObject pod : owned) {
            // One that has ended and is only held by a finalizer does not stand in the way of the next.
            boolean over = pod.facts().deleting() && PodFacts.of(pod).hasEnded();
            String node = DaemonPod.node(pod);
            if (!over && !node.isEmpty()) {
                pods.computeIfAbsent(node, _ -> new ArrayList<>(1)).add(pod);
            }
        }
        for (List<StoredObject> onNode : pods.values()) {
            if (onNode.size() > 1) {
                onNode.sort(DaemonPod.OLDEST_FIRST);
            }
        }
        return new DaemonWorld(spec, hash, fits, pods, now);
    }

    List<StoredObject> on(String node) {
        return pods.getOrDefault(node, List.of());
    }

    boolean isUpdated(StoredObject pod) {
        return DaemonPod.isUpdated(pod, spec, hash);
    }

    boolean isAvailable(StoredObject pod) {
        return PodFacts.of(pod).isAvailable(spec.minReadySeconds(), now);
    }

    /** On how many nodes a pod is wanted. */
    int desired() {
        int desired = 0;
        for (Fit fit : fits.values()) {
            desired += fit == Fit.RUNS ? 1 : 0;
        }
        return desired;
    }
}
