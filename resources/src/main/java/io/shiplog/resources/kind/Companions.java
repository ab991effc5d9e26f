package io.shiplog.resources.kind;

import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Decision;
import io.shiplog.resources.decision.Refusal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the writes of a kind's objects have to do with other objects of the cluster: what is written along with them,
 * such as the address of a Service, and what of the others forbids them. Most kinds stand alone, which is what every
 * method says here. All methods are pure; trees that they get are theirs to change.
 */
public interface Companions {
    /** Of a kind whose objects stand alone. */
    Companions NONE = new Companions() {};

    /**
     * Completes an object that is about to be created.
     *
     * @return what must be created with it, or why it cannot be
     */
    default Decision creating(View view, ObjectKey key, ObjectNode object) {
        return Decision.Propose.NONE;
    }

    /** As {@link #creating}, for an object that replaces {@code old}. */
    default Decision updating(View view, ObjectKey key, ObjectNode old, ObjectNode object) {
        return Decision.Propose.NONE;
    }

    /** Why the object may not be deleted, null when it may. */
    default @Nullable Refusal undeletable(StoredObject object) {
        return null;
    }

    /** Finalizers that an object gets when its deletion is asked for. */
    default List<String> holding(StoredObject object) {
        return List.of();
    }

    /** Changes an object, in place, whose deletion begins and that has to wait. */
    default void beginningToEnd(ObjectNode object, Instant now) {}

    /** What goes away together with an object. */
    default List<Write> deleting(View view, StoredObject old) {
        return List.of();
    }
}
