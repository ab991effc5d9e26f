package io.shiplog.reconcilers.objects;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.facts.PodFacts;
import java.time.Instant;
import java.util.Optional;

/**
 * The deletion of a pod, as the API server's pod strategy does it (CheckGracefulDelete, v1.34): a bound pod that has not
 * ended gets its grace period, during which its node stops the containers; any other is gone at once.
 */
public final class PodDeletion {
    private static final long DEFAULT_GRACE_SECONDS = 30;

    private PodDeletion() {}

    /** Deletes with the pod's own grace period. Empty when the pod is being deleted already. */
    public static Optional<Write> graceful(StoredObject stored, Instant now) {
        if (stored.facts().deleting()) {
            return Optional.empty();
        }
        long graceSeconds = graceSeconds(PodFacts.of(stored));
        if (graceSeconds == 0 && stored.facts().finalizers().isEmpty()) {
            return Deletion.now(stored);
        }
        Draft draft = Draft.of(stored);
        mark(draft, graceSeconds, now);
        return draft.write();
    }

    /** Deletes without waiting for any node: what is left to do when the node is gone. Finalizers still hold the pod. */
    public static Optional<Write> immediate(StoredObject stored, Instant now) {
        if (stored.facts().finalizers().isEmpty()) {
            return Deletion.now(stored);
        }
        if (stored.facts().deleting() && !awaitsAgent(stored)) {
            return Optional.empty();
        }
        Draft draft = Draft.of(stored);
        mark(draft, 0, now);
        return draft.write();
    }

    /** Whether the pod's final deletion is its node's to report. */
    public static boolean awaitsAgent(StoredObject stored) {
        PodFacts pod = PodFacts.of(stored);
        Long grace = pod.life().deletionGraceSeconds();
        return pod.node() != null && grace != null && grace > 0;
    }

    /** Sets the deletion's members on a draft of a pod. */
    public static void mark(Draft draft, long graceSeconds, Instant now) {
        draft.metadata()
                .put("deletionTimestamp", Times.text(now.plusSeconds(graceSeconds)))
                .put("deletionGracePeriodSeconds", graceSeconds);
        long generation = draft.metadata().path("generation").asLong(0);
        if (generation > 0) {
            draft.metadata().put("generation", generation + 1);
        }
    }

    /** How long the pod's containers may take to end: none when nothing runs. */
    public static long graceSeconds(PodFacts pod) {
        if (pod.node() == null || pod.hasEnded()) {
            return 0;
        }
        Long grace = pod.wishes().graceSeconds();
        if (grace == null) {
            return DEFAULT_GRACE_SECONDS;
        }
        return grace < 0 ? 1 : grace;
    }
}
