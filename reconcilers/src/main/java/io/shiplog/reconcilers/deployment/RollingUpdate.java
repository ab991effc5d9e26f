package io.shiplog.reconcilers.deployment;

import java.util.List;

/**
 * The rolling update (pkg/controller/deployment/rolling.go, v1.34): first grow the new ReplicaSet as far as maxSurge
 * allows; when it cannot grow, shrink the old ones as far as maxUnavailable allows, pods that are not available first.
 */
final class RollingUpdate {
    private RollingUpdate() {}

    static void move(Rollout rollout, Revision newest) {
        if (!grow(rollout, newest)) {
            shrink(rollout, newest);
        }
    }

    /** Sizes the new ReplicaSet; whether that changed anything. */
    private static boolean grow(Rollout rollout, Revision newest) {
        DeploymentSpec spec = rollout.spec();
        int asked = newest.replicas();
        if (asked == spec.replicas()) {
            return false;
        }
        if (asked > spec.replicas()) {
            return rollout.scale(newest, spec.replicas());
        }
        int room = Math.max(0, spec.maxPods() - rollout.askedPods());
        return rollout.scale(newest, asked + Math.min(room, spec.replicas() - asked));
    }

    private static void shrink(Rollout rollout, Revision newest) {
        List<Revision> old = rollout.activeOld();
        if (old.isEmpty()) {
            return;
        }
        // Pods of the new ReplicaSet that are not available yet must not be counted on.
        int pending = newest.replicas() - newest.availableReplicas();
        int spare = rollout.askedPods() - rollout.spec().minAvailable() - pending;
        if (spare <= 0) {
            return;
        }
        removeUnavailable(rollout, old, spare);
        removeAvailable(rollout, old);
    }

    private static void removeUnavailable(Rollout rollout, List<Revision> old, int atMost) {
        int left = atMost;
        for (Revision revision : old) {
            int unavailable = revision.replicas() - revision.availableReplicas();
            int removed = Math.min(left, unavailable);
            if (removed > 0) {
                rollout.scale(revision, revision.replicas() - removed);
                left -= removed;
            }
        }
    }

    private static void removeAvailable(Rollout rollout, List<Revision> old) {
        int left = rollout.availablePods() - rollout.spec().minAvailable();
        for (Revision revision : old) {
            int removed = Math.min(left, revision.replicas());
            if (removed > 0) {
                rollout.scale(revision, revision.replicas() - removed);
                left -= removed;
            }
        }
    }
}
