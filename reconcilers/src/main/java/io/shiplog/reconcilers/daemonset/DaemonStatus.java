package io.shiplog.reconcilers.daemonset;

import io.shiplog.objects.StoredObject;
import io.shiplog.reconcilers.daemonset.DaemonPlaces.Fit;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.Replacement.Part;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The counts of a DaemonSet's status (updateDaemonSetStatus in pkg/controller/daemon, v1.34): of each node the oldest
 * pod counts.
 *
 * @param desired nodes that the template fits
 * @param current those of them with a pod
 * @param misscheduled other nodes with a pod
 * @param nextAvailable when the next ready pod becomes available, or null
 */
record DaemonStatus(
        int desired,
        int current,
        int misscheduled,
        Working working,
        @Nullable Instant nextAvailable) {

    /** Of the current ones, those that are ready, ready for long enough, and of the newest revision. */
    record Working(int ready, int available, int updated) {}

    /** @param made the nodes that get a pod by this reconcile */
    static DaemonStatus of(DaemonWorld world, Collection<String> made) {
        int desired = 0;
        int current = 0;
        int misscheduled = 0;
        int ready = 0;
        int available = 0;
        int updated = 0;
        Instant next = null;
        for (Map.Entry<String, Fit> node : world.fits().entrySet()) {
            List<StoredObject> pods = world.on(node.getKey());
            if (node.getValue() != Fit.RUNS) {
                misscheduled += pods.isEmpty() ? 0 : 1;
                continue;
            }
            desired++;
            if (pods.isEmpty()) {
                int coming = made.contains(node.getKey()) ? 1 : 0;
                current += coming;
                updated += coming;
                continue;
            }
            current++;
            StoredObject pod = pods.getFirst();
            updated += world.isUpdated(pod) ? 1 : 0;
            PodFacts facts = PodFacts.of(pod);
            if (facts.isReady()) {
                ready++;
                Instant from = facts.availableFrom(world.spec().minReadySeconds());
                if (from != null && !from.isAfter(world.now())) {
                    available++;
                } else {
                    next = Times.earlier(next, from);
                }
            }
        }
        return new DaemonStatus(desired, current, misscheduled, new Working(ready, available, updated), next);
    }

    /** The write that brings the DaemonSet's status up to date, if it is not. */
    Optional<PlannedWrite> write(StoredObject daemonSet) {
        Draft draft = Draft.of(daemonSet);
        ObjectNode status = draft.status();
        status.put("currentNumberScheduled", current);
        status.put("numberMisscheduled", misscheduled);
        status.put("desiredNumberScheduled", desired);
        status.put("numberReady", working.ready());
        Draft.putUnlessZero(
                status,
                "observedGeneration",
                draft.metadata().path("generation").asLong(0));
        Draft.putUnlessZero(status, "updatedNumberScheduled", working.updated());
        Draft.putUnlessZero(status, "numberAvailable", working.available());
        Draft.putUnlessZero(status, "numberUnavailable", desired - working.available());
        return draft.write(Part.ALL);
    }
}
