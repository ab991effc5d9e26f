package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.daemonset.DaemonPlaces.Fit;
import io.shiplog.resources.facts.PodFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One pod on each node that the template fits (podsShouldBeOnNode in pkg/controller/daemon, v1.34): missing ones are
 * made; ended ones, and those beyond the oldest, go; with surge, an old and a new one may be there together for as long
 * as the new one is not available. Pods that fail again and again are replaced ever more seldom.
 */
final class Placement {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACKOFF = Duration.ofMinutes(15);

    private Placement() {}

    static void place(DaemonWorld world, DaemonChanges changes) {
        for (Map.Entry<String, Fit> node : world.fits().entrySet()) {
            place(world, node.getKey(), node.getValue(), changes);
        }
        for (Map.Entry<String, List<StoredObject>> pods : world.pods().entrySet()) {
            if (!world.fits().containsKey(pods.getKey())) {
                // Bound ones go with their node: that is another controller's to say.
                for (StoredObject pod : pods.getValue()) {
                    if (!pod.facts().deleting() && PodFacts.of(pod).node() == null) {
                        changes.delete(pod);
                    }
                }
            }
        }
    }

    private static void place(DaemonWorld world, String node, Fit fit, DaemonChanges changes) {
        List<StoredObject> pods = world.on(node);
        if (pods.isEmpty()) {
            if (fit == Fit.RUNS) {
                changes.create(node);
            }
            return;
        }
        if (fit == Fit.LEAVES) {
            pods.stream().filter(pod -> !pod.facts().deleting()).forEach(changes::delete);
            return;
        }
        var running = new ArrayList<StoredObject>(pods.size());
        for (StoredObject pod : pods) {
            PodFacts facts = PodFacts.of(pod);
            if (facts.isTerminating()) {
                continue;
            }
            switch (facts.life().phase()) {
                case "Failed" -> failed(world, pod, changes);
                case "Succeeded" -> changes.deleteSucceeded(pod);
                default -> running.add(pod);
            }
        }
        if (!world.spec().update().surges()) {
            running.stream().skip(1).forEach(changes::delete);
        } else if (running.size() > 1) {
            surged(world, running, changes);
        } else if (running.isEmpty() && fit == Fit.RUNS) {
            changes.create(node);
        }
    }

    private static void failed(DaemonWorld world, StoredObject pod, DaemonChanges changes) {
        Instant due = due(pod);
        if (due.isAfter(world.now())) {
            changes.lookAgain(due);
        } else {
            changes.deleteFailed(pod);
        }
    }

    /** When a failed pod is replaced: a back-off after the one before it was, which is when it was made. */
    private static Instant due(StoredObject pod) {
        int failures = DaemonPod.failures(pod);
        Instant created = PodFacts.of(pod).life().created();
        return failures == 0 || created == null ? Instant.EPOCH : created.plus(backoff(failures));
    }

    private static Duration backoff(int failures) {
        Duration backoff = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 20));
        return backoff.compareTo(LAST_BACKOFF) > 0 ? LAST_BACKOFF : backoff;
    }

    /** The count that the pod after a failed one bears: what lies long back counts no more. */
    static int failures(StoredObject failed, Instant now) {
        Instant created = PodFacts.of(failed).life().created();
        boolean forgotten =
                created != null && created.plus(LAST_BACKOFF.multipliedBy(2)).isBefore(now);
        return forgotten ? 1 : DaemonPod.failures(failed) + 1;
    }

    private static void surged(DaemonWorld world, List<StoredObject> running, DaemonChanges changes) {
        StoredObject oldestNew = null;
        StoredObject oldestOld = null;
        for (StoredObject pod : running) {
            boolean updated = world.hash().equals(pod.facts().labels().get(DaemonPod.HASH));
            if (updated && oldestNew == null) {
                oldestNew = pod;
            } else if (!updated && oldestOld == null) {
                oldestOld = pod;
            } else {
                changes.delete(pod);
            }
        }
        if (oldestNew != null && oldestOld != null) {
            boolean spent = !PodFacts.of(oldestOld).isReady();
            if (spent || world.isAvailable(oldestNew)) {
                changes.delete(oldestOld);
            }
        }
    }
}
