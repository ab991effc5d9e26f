package io.shiplog.reconcilers.objects;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import java.time.Instant;
import java.util.Optional;

/**
 * How a controller deletes: as the API server does, minding finalizers and the grace of pods. An object that has no
 * resourceVersion yet, because it has only been proposed, cannot be deleted: its confirmation asks again.
 */
public final class Deletion {
    private Deletion() {}

    /**
     * The write that deletes {@code object}, or that marks it as being deleted while finalizers hold it. Pods are deleted
     * by {@link PodDeletion}. Empty when it is being deleted already.
     */
    public static Optional<Write> of(StoredObject object, Instant now) {
        if (object.resource().equals(Resources.PODS)) {
            return PodDeletion.graceful(object, now);
        }
        if (object.facts().finalizers().isEmpty()) {
            return now(object);
        }
        if (object.facts().deleting()) {
            return Optional.empty();
        }
        return marked(object, now);
    }

    /** The write that deletes {@code object} whatever holds it. */
    public static Optional<Write> now(StoredObject object) {
        return isProposed(object) ? Optional.empty() : Optional.of(Write.delete(object));
    }

    /** Whether the object has only been proposed: the base of a write on it is not known yet. */
    public static boolean isProposed(StoredObject object) {
        return object.resourceVersion() == 0;
    }

    /** The write that marks {@code object} as being deleted and adds {@code finalizer} to what holds it. */
    public static Optional<Write> heldBy(StoredObject object, String finalizer, Instant now) {
        if (object.facts().deleting()) {
            return Optional.empty();
        }
        Draft draft = Draft.of(object);
        mark(draft, now);
        if (!object.facts().finalizers().contains(finalizer)) {
            Draft.list(draft.metadata(), "finalizers").add(finalizer);
        }
        return draft.write();
    }

    /** The write without {@code finalizer}, which is the object's deletion when nothing else holds it. */
    public static Optional<Write> released(StoredObject object, String finalizer) {
        boolean last = object.facts().finalizers().stream().allMatch(finalizer::equals);
        if (last && object.facts().deleting() && !awaitsAgent(object)) {
            return now(object);
        }
        Draft draft = Draft.of(object);
        Draft.removeFrom(
                draft.metadata(), "finalizers", name -> name.asString("").equals(finalizer));
        return draft.write();
    }

    private static boolean awaitsAgent(StoredObject object) {
        return object.resource().equals(Resources.PODS) && PodDeletion.awaitsAgent(object);
    }

    private static Optional<Write> marked(StoredObject object, Instant now) {
        Draft draft = Draft.of(object);
        mark(draft, now);
        return draft.write();
    }

    private static void mark(Draft draft, Instant now) {
        draft.metadata().put("deletionTimestamp", Times.text(now)).put("deletionGracePeriodSeconds", 0);
        long generation = draft.metadata().path("generation").asLong(0);
        if (generation > 0) {
            draft.metadata().put("generation", generation + 1);
        }
    }
}
