package io.shiplog.reconcilers.statefulset;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The counts of a StatefulSet's status (updateStatus and completeRollingUpdate in stateful_set_control.go, v1.34). A
 * terminating pod is one of the replicas, and of no revision.
 *
 * @param nextAvailable when the next ready pod becomes available, or null
 */
record SetStatus(
        int replicas,
        int ready,
        int available,
        Revisions revisions,
        @Nullable Instant nextAvailable) {

    /**
     * @param current pods of the current revision
     * @param updated pods of the newest
     */
    record Revisions(String currentName, String updateName, int current, int updated) {}

    /**
     * Counts the pods that are there and those that are made.
     *
     * @param pods those that this reconcile leaves, those that it deletes being terminating
     * @param going the uids of those that it deletes
     * @param made the revisions of those that it makes
     */
    static SetStatus of(
            SetSpec spec,
            SetRevisions names,
            Collection<StoredObject> pods,
            Collection<String> going,
            List<String> made,
            Instant now) {
        int ready = 0;
        int available = 0;
        int current = 0;
        int updated = 0;
        Instant next = null;
        for (String revision : made) {
            current += revision.equals(names.current()) ? 1 : 0;
            updated += revision.equals(names.update()) ? 1 : 0;
        }
        for (StoredObject pod : pods) {
            if (SetPod.isRunningAndReady(pod)) {
                ready++;
                Instant from = PodFacts.of(pod).availableFrom(spec.minReadySeconds());
                if (from != null && !from.isAfter(now)) {
                    available++;
                } else {
                    next = Times.earlier(next, from);
                }
            }
            if (!pod.facts().deleting() && !going.contains(pod.uid())) {
                String revision = SetPod.revision(pod);
                current += revision.equals(names.current()) ? 1 : 0;
                updated += revision.equals(names.update()) ? 1 : 0;
            }
        }
        int replicas = pods.size() + made.size();
        int asked = spec.ordinals().count();
        boolean complete = !spec.update().onDelete() && updated == asked && ready == asked && replicas == asked;
        return new SetStatus(
                replicas,
                ready,
                available,
                complete
                        ? new Revisions(names.update(), names.update(), updated, updated)
                        : new Revisions(names.current(), names.update(), current, updated),
                next);
    }

    /** The write that brings the StatefulSet's status up to date, if it is not. */
    Optional<PlannedWrite> write(StoredObject set) {
        Draft draft = Draft.of(set);
        ObjectNode status = draft.status();
        Draft.putUnlessZero(
                status,
                "observedGeneration",
                draft.metadata().path("generation").asLong(0));
        status.put("replicas", replicas);
        Draft.putUnlessZero(status, "readyReplicas", ready);
        Draft.putUnlessZero(status, "currentReplicas", revisions.current());
        Draft.putUnlessZero(status, "updatedReplicas", revisions.updated());
        status.put("currentRevision", revisions.currentName());
        status.put("updateRevision", revisions.updateName());
        if (!status.has("collisionCount")) {
            status.put("collisionCount", 0);
        }
        status.put("availableReplicas", available);
        return draft.write();
    }
}
