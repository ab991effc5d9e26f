package io.shiplog.reconcilers;

import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.View;

/**
 * A controller as a pure function. It gets a key and the current state, never an event; an unchanged world gives
 * {@link Plan#EMPTY}; it never proposes equal content. Implementations hold no mutable state and use no clock, no
 * random source, no Kafka and no logger.
 */
public interface Reconciler {

    /** The controller's name in lower case, such as {@code replicaset}: its user is {@code system:shiplog:<name>}. */
    String name();

    /** Which changes make it reconcile which objects: the changed object itself, its controller, what selects it. */
    Watches watches();

    /**
     * What has to be proposed so that the object comes closer to what it asks for.
     *
     * @param ref the object to reconcile, which may be gone from the view
     */
    Plan reconcile(View view, ObjectRef ref, ReconcileContext moment);
}
