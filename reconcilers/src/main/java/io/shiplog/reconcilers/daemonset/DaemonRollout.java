package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.daemonset.DaemonPlaces.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rolling update (pkg/controller/daemon/update.go, v1.34). Without surge: old pods that are not available go, and
 * so many others that no more than {@code maxUnavailable} nodes are without an available pod. With surge: a new pod
 * comes beside an old one on no more than {@code maxSurge} nodes, and the old one goes when it is available.
 */
final class DaemonRollout {
    private DaemonRollout() {}

    /** The pods of one node that stay. */
    private record Pair(
            @Nullable StoredObject fresh, @Nullable StoredObject old) {}

    static void roll(DaemonWorld world, DaemonChanges changes) {
        int desired = world.desired();
        int surge = world.spec().update().maxSurge().roundedUp(desired);
        int unavailable = world.spec().update().maxUnavailable().roundedUp(desired);
        if (surge == 0) {
            replace(world, Math.max(1, unavailable), changes);
        } else {
            surge(world, surge, changes);
        }
    }

    private static void replace(DaemonWorld world, int maxUnavailable, DaemonChanges changes) {
        int unavailable = 0;
        var candidates = new ArrayList<StoredObject>();
        for (Map.Entry<String, List<StoredObject>> pods : world.pods().entrySet()) {
            Pair pair = pair(world, pods.getValue());
            if (pair == null || (pair.fresh() == null) == (pair.old() == null)) {
                // Something is still to be made or cleared away there.
                unavailable++;
            } else if (pair.fresh() != null) {
                unavailable += world.isAvailable(pair.fresh()) ? 0 : 1;
            } else if (pair.old() != null && !world.isAvailable(pair.old())) {
                unavailable++;
                changes.delete(pair.old());
            } else if (pair.old() != null) {
                candidates.add(pair.old());
            }
        }
        int room = Math.clamp(maxUnavailable - unavailable, 0, candidates.size());
        candidates.subList(0, room).forEach(changes::delete);
    }

    private static void surge(DaemonWorld world, int maxSurge, DaemonChanges changes) {
        int surged = 0;
        var candidates = new ArrayList<String>();
        for (Map.Entry<String, List<StoredObject>> pods : world.pods().entrySet()) {
            Pair pair = pair(world, pods.getValue());
            if (pair == null) {
                surged++;
                continue;
            }
            StoredObject old = pair.old();
            if (old == null) {
                continue;
            }
            if (pair.fresh() == null) {
                boolean wanted = world.fits().get(pods.getKey()) == Fit.RUNS;
                if (wanted && !world.isAvailable(old)) {
                    changes.create(pods.getKey());
                } else if (wanted) {
                    candidates.add(pods.getKey());
                }
            } else if (world.isAvailable(pair.fresh())) {
                changes.delete(old);
            } else {
                surged++;
            }
        }
        int room = Math.clamp(maxSurge - surged, 0, candidates.size());
        candidates.subList(0, room).forEach(changes::create);
    }

    /** Null when there are two of a kind, which is not for a rollout to clear away. */
    private static @Nullable Pair pair(DaemonWorld world, List<StoredObject> pods) {
        StoredObject fresh = null;
        StoredObject old = null;
        for (StoredObject pod : pods) {
            if (pod.facts().deleting()) {
                continue;
            }
            boolean updated = world.isUpdated(pod);
            if ((updated ? fresh : old) != null) {
                return null;
            }
            if (updated) {
                fresh = pod;
            } else {
                old = pod;
            }
        }
        return new Pair(fresh, old);
    }
}
