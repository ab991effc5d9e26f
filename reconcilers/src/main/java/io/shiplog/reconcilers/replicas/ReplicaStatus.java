package io.shiplog.reconcilers.replicas;

import io.fabric8.kubernetes.api.model.Pod;
import io.shiplog.journal.StoredObject;
import io.shiplog.journal.Write;
import io.shiplog.reconcilers.objects.Draft;
import io.shiplog.reconcilers.objects.Labels;
import io.shiplog.reconcilers.objects.Pods;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The counts of an owner's status.
 *
 * @param replicas active pods
 * @param fullyLabeled those with all labels of the template
 * @param ready those that are ready
 * @param available those that are ready for long enough
 * @param nextAvailable when the next ready pod becomes available, or null
 */
record ReplicaStatus(
        int replicas,
        int fullyLabeled,
        int ready,
        int available,
        @Nullable Instant nextAvailable) {

    /** Counts {@code existing} pods, and {@code made} pods that this reconcile makes. */
    static ReplicaStatus of(ReplicaOwner owner, List<StoredObject> existing, int made, Instant now) {
        int fullyLabeled = made;
        int ready = 0;
        int available = 0;
        Instant next = null;
        Map<String, String> labels = owner.templateLabels();
        for (StoredObject stored : existing) {
            Pod pod = Pods.of(stored);
            if (Labels.contain(stored.facts().labels(), labels)) {
                fullyLabeled++;
            }
            if (Pods.isReady(pod)) {
                ready++;
            }
            Instant from = Pods.availableFrom(pod, owner.minReadySeconds());
            if (from != null && !from.isAfter(now)) {
                available++;
            } else if (from != null && (next == null || from.isBefore(next))) {
                next = from;
            }
        }
        return new ReplicaStatus(existing.size() + made, fullyLabeled, ready, available, next);
    }

    /** The write that brings the owner's status up to date, if it is not. */
    Optional<Write> write(ReplicaOwner owner) {
        Draft draft = Draft.of(owner.stored());
        ObjectNode status = draft.status();
        status.put("replicas", replicas);
        Draft.putUnlessZero(status, "fullyLabeledReplicas", fullyLabeled);
        Draft.putUnlessZero(status, "readyReplicas", ready);
        Draft.putUnlessZero(status, "availableReplicas", available);
        Draft.putUnlessZero(
                status,
                "observedGeneration",
                draft.metadata().path("generation").asLong(0));
        return draft.write();
    }
}
