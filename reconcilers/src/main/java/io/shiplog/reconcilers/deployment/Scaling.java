package io.shiplog.reconcilers.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scaling without rolling (pkg/controller/deployment/sync.go, v1.34): a Deployment whose size changed in the middle of
 * a rollout, or while it is paused, gives each ReplicaSet its share.
 */
final class Scaling {
    private Scaling() {}

    /**
     * Whether some active ReplicaSet was sized for another size of the Deployment. Several of them share a new size
     * only in a rolling update: Recreate takes the old ones down anyway, and upstream's controller would wait for ever.
     */
    static boolean isDue(Rollout rollout) {
        String desired = Integer.toString(rollout.spec().replicas());
        List<Revision> active = rollout.all().stream().filter(Revision::active).toList();
        boolean otherSize = active.stream()
                .map(revision -> revision.annotation(Revision.DESIRED))
                .anyMatch(noted -> !noted.isEmpty() && !noted.equals(desired));
        return otherSize && (rollout.spec().rolling() || active.size() == 1);
    }

    static void scale(Rollout rollout) {
        Revision single = activeOrLatest(rollout);
        if (single != null) {
            rollout.scale(single, rollout.spec().replicas());
            return;
        }
        if (isSaturated(rollout)) {
            rollout.activeOld().forEach(revision -> rollout.scale(revision, 0));
            return;
        }
        if (rollout.spec().rolling()) {
            share(rollout);
        }
    }

    /** The only active ReplicaSet; when none is active, the newest there is; null when several are. */
    private static @Nullable Revision activeOrLatest(Rollout rollout) {
        List<Revision> active = rollout.all().stream().filter(Revision::active).toList();
        if (active.size() > 1) {
            return null;
        }
        if (active.size() == 1) {
            return active.getFirst();
        }
        Revision newest = rollout.newest();
        if (newest != null) {
            return newest;
        }
        return rollout.old().isEmpty() ? null : rollout.old().getLast();
    }

    private static boolean isSaturated(Rollout rollout) {
        Revision newest = rollout.newest();
        int replicas = rollout.spec().replicas();
        return newest != null
                && newest.replicas() == replicas
                && newest.annotation(Revision.DESIRED).equals(Integer.toString(replicas))
                && newest.availableReplicas() == replicas;
    }

    /**
     * Spreads the pods that are to be added or removed in proportion to the sizes; what is left over goes to the
     * largest.
     */
    private static void share(Rollout rollout) {
        DeploymentSpec spec = rollout.spec();
        var active =
                new ArrayList<>(rollout.all().stream().filter(Revision::active).toList());
        int allowed = spec.replicas() > 0 ? spec.maxPods() : 0;
        int toAdd = allowed - active.stream().mapToInt(Revision::replicas).sum();
        Comparator<Revision> largest =
                Comparator.comparingInt(Revision::replicas).reversed();
        active.sort(largest.thenComparing(toAdd > 0 ? Revision.OLDEST_FIRST.reversed() : Revision.OLDEST_FIRST));
        int before = rollout.deployment().json().path("status").path("replicas").asInt(0);
        int[] sizes = new int[active.size()];
        int added = 0;
        for (int i = 0; i < sizes.length; i++) {
            int share = proportion(active.get(i), spec, before, toAdd, added);
            sizes[i] = active.get(i).replicas() + share;
            added += share;
        }
        for (int i = 0; i < sizes.length; i++) {
            int leftover = i == 0 ? toAdd - added : 0;
            rollout.scale(active.get(i), Math.max(0, sizes[i] + leftover));
        }
    }

    private static int proportion(Revision revision, DeploymentSpec spec, int podsBefore, int toAdd, int added) {
        if (toAdd == 0 || toAdd == added) {
            return 0;
        }
        int fraction = fraction(revision, spec, podsBefore);
        int rest = toAdd - added;
        return toAdd > 0 ? Math.min(fraction, rest) : Math.max(fraction, rest);
    }

    private static int fraction(Revision revision, DeploymentSpec spec, int podsBefore) {
        if (spec.replicas() == 0) {
            return -revision.replicas();
        }
        long noted = Revision.parsed(revision.annotation(Revision.MAX));
        long maxBefore = noted == 0 ? podsBefore : noted;
        if (maxBefore == 0) {
            return 0;
        }
        double size = (double) ((long) revision.replicas() * spec.maxPods()) / maxBefore;
        return Math.toIntExact(Math.round(size)) - revision.replicas();
    }
}
