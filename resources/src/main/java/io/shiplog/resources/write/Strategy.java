package io.shiplog.resources.write;

import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one kind does differently. The defaults are what every other kind does. All methods are pure; trees that they get
 * are theirs to change.
 */
public interface Strategy {
    /** The strategy of a kind without rules of its own. */
    Strategy PLAIN = new Strategy() {};

    /**
     * Completes an object that is about to be created.
     *
     * @return what must be created with it, or why it cannot be
     */
    default Decision creating(View view, Target target, ObjectNode object) {
        return Decision.Propose.NONE;
    }

    /** As {@link #creating}, for an object that replaces {@code old}. */
    default Decision updating(View view, Target target, ObjectNode old, ObjectNode object) {
        return Decision.Propose.NONE;
    }

    /** Why the object may not be deleted, null when it may. */
    default @Nullable Refusal undeletable(StoredObject object) {
        return null;
    }

    /** What goes away together with an object. */
    default List<Write> deleting(View view, StoredObject old) {
        return List.of();
    }

    /** Changes the object when its deletion begins but has to wait, beyond its metadata. */
    default void terminating(ObjectNode object) {}

    /** Something of the kind itself still holds the object although it has no finalizers, as a namespace's spec does. */
    default boolean held(ObjectNode object) {
        return false;
    }

    /**
     * How long the object may take to end once deletion is asked for.
     *
     * @param askedSeconds the client's wish, null for none
     * @return seconds, 0 for "gone at once"
     */
    default long graceSeconds(ObjectNode object, @Nullable Long askedSeconds) {
        return 0;
    }

    /** Whether an update may come without a resourceVersion. */
    default boolean unconditionalUpdate() {
        return true;
    }

    /** Whether an update creates what is missing. */
    default boolean createOnUpdate() {
        return false;
    }

    /** Whether a deletion at once answers with the object instead of a Status. */
    default boolean returnsDeleted() {
        return false;
    }

    /** Whether dependents are orphaned when the client does not say, as the oldest APIs promise. */
    default boolean orphansByDefault() {
        return false;
    }
}
