package io.shiplog.apiserver.store;

import io.shiplog.journal.State;
import io.shiplog.objects.StoredObject;
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
     * Completes an object that is about to be created and names what must be created with it.
     *
     * @throws io.shiplog.apiserver.status.ApiException when the state does not allow it
     */
    default List<Write> creating(State state, Subject subject, ObjectNode object) {
        return List.of();
    }

    /** As {@link #creating}, for an object that replaces {@code old}. */
    default List<Write> updating(State state, Subject subject, ObjectNode old, ObjectNode object) {
        return List.of();
    }

    /** What goes away together with an object. */
    default List<Write> deleting(State state, StoredObject old) {
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
