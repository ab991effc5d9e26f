package io.shiplog.reconcilers.replicas;

import io.shiplog.objects.StoredObject;
import io.shiplog.resources.conditions.StatusConditions;
import io.shiplog.resources.facts.PodFacts;
import io.shiplog.resources.facts.Times;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.selector.LabelSelector;
import io.shiplog.resources.selector.LabelSelectors;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import java.time.Instant;
import java.util.List;
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
    private static final String FAILURE = "ReplicaFailure";

    /** Counts {@code existing} pods, and {@code made} pods that this reconcile makes. */
    static ReplicaStatus of(ReplicaOwner owner, List<StoredObject> existing, int made, Instant now) {
        int fullyLabeled = made;
        int ready = 0;
        int available = 0;
        Instant next = null;
        LabelSelector template = LabelSelectors.having(owner.templateLabels());
        for (StoredObject stored : existing) {
            PodFacts pod = PodFacts.of(stored);
            if (template.matches(stored.facts().labels())) {
                fullyLabeled++;
            }
            if (pod.isReady()) {
                ready++;
            }
            Instant from = pod.availableFrom(owner.minReadySeconds());
            if (from != null && !from.isAfter(now)) {
                available++;
            } else if (from != null && (next == null || from.isBefore(next))) {
                next = from;
            }
        }
        return new ReplicaStatus(existing.size() + made, fullyLabeled, ready, available, next);
    }

    /**
     * The write that brings the owner's status up to date, if it is not.
     *
     * @param refusal why pods could not be made, null when they could: condition ReplicaFailure, which keeps its first
     *     message (calculateStatus in replica_set_utils.go, v1.34)
     */
    Optional<PlannedWrite> write(ReplicaOwner owner, @Nullable String refusal, Instant now) {
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
        if (refusal == null) {
            StatusConditions.remove(status, FAILURE);
        } else if (StatusConditions.find(status, FAILURE) == null) {
            StatusConditions.put(
                    status,
                    Json.object()
                            .put("type", FAILURE)
                            .put("status", "True")
                            .put("lastTransitionTime", Times.text(now))
                            .put("reason", ReplicaReconciler.FAILED_CREATE)
                            .put("message", refusal));
        }
        return draft.write();
    }
}
