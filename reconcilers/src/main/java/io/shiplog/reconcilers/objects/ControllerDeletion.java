package io.shiplog.reconcilers.objects;

import io.shiplog.journal.State;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.Write;
import io.shiplog.resources.kind.Rules;
import io.shiplog.resources.write.DeletionOptions;
import io.shiplog.resources.write.DeletionOptions.Propagation;
import io.shiplog.resources.write.Draft;
import io.shiplog.resources.write.PlannedWrite;
import io.shiplog.resources.write.Replacement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a controller deletes: as the API server does, with the object's own grace and in the background, unless it says
 * otherwise. What goes away together with an object is added when the plan is proposed, for every deletion alike.
 */
public final class ControllerDeletion {
    private ControllerDeletion() {}

    /**
     * The write that deletes {@code object}, or that marks it as being deleted while finalizers or its grace period
     * hold it; finalizers that say what becomes of its dependents stay. Empty when it is being deleted already, or only
     * proposed.
     */
    public static Optional<PlannedWrite> of(Rules rules, StoredObject object, Instant now) {
        List<String> finalizers = object.facts().finalizers();
        Propagation said = finalizers.contains("orphan")
                ? Propagation.ORPHAN
                : finalizers.contains("foregroundDeletion") ? Propagation.FOREGROUND : Propagation.BACKGROUND;
        return of(rules, Draft.of(object), DeletionOptions.of(said), now);
    }

    /** As {@link #of(Rules, StoredObject, Instant)}, of an object that waits for its dependents to go first. */
    public static Optional<PlannedWrite> foreground(Rules rules, StoredObject object, Instant now) {
        return object.facts().deleting()
                ? Optional.empty()
                : of(rules, Draft.of(object), DeletionOptions.of(Propagation.FOREGROUND), now);
    }

    /** Deletes without waiting for the object to end by itself: what is left to do when its node is gone. */
    public static Optional<PlannedWrite> immediate(Rules rules, StoredObject object, Instant now) {
        return of(
                rules, Draft.of(object), DeletionOptions.of(Propagation.UNSAID).atOnce(), now);
    }

    /** Deletes an object that is edited at the same time; the edit alone is written when nothing else is left to do. */
    public static Optional<PlannedWrite> of(Rules rules, Draft draft, DeletionOptions options, Instant now) {
        StoredObject object = draft.stored();
        List<Write> writes = io.shiplog.resources.write.Deletion.of(
                        State.EMPTY, rules, object, draft.json().deepCopy(), options, now)
                .writes();
        return writes.isEmpty() && !isProposed(object) ? draft.write() : planned(writes);
    }

    /** The write that deletes {@code object} whatever holds it. */
    public static Optional<PlannedWrite> now(StoredObject object) {
        return isProposed(object) ? Optional.empty() : Optional.of(new PlannedWrite.Deleting(Write.delete(object)));
    }

    /** Whether the object has only been proposed: the base of a write on it is not known yet. */
    public static boolean isProposed(StoredObject object) {
        return object.resourceVersion() == 0;
    }

    /** Whether its deletion was asked for and nothing holds it any more. */
    public static boolean isOver(Rules rules, StoredObject object) {
        return Replacement.isOver(rules, object, Draft.of(object).json());
    }

    /** The write without {@code finalizer}, which is the object's deletion when nothing else holds it. */
    public static Optional<PlannedWrite> released(Rules rules, StoredObject object, String finalizer) {
        Draft draft = Draft.of(object);
        Draft.removeFrom(
                draft.metadata(), "finalizers", name -> name.asString("").equals(finalizer));
        return planned(Replacement.of(State.EMPTY, rules, object, draft.json()).writes());
    }

    private static Optional<PlannedWrite> planned(List<Write> writes) {
        return writes.stream().findFirst().map(PlannedWrite.Deleting::new);
    }
}
