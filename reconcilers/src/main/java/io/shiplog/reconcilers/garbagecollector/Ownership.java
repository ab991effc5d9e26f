package io.shiplog.reconcilers.garbagecollector;

import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectFacts.Owner;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.Kinds;
import java.util.Optional;

/** What has become of the owner that a reference names. */
sealed interface Ownership {

    /** The owner is there. */
    record Present(StoredObject owner) implements Ownership {
        /** Whether it waits for its dependents to go before it goes itself. */
        boolean waits() {
            return owner.facts().deleting() && owner.facts().finalizers().contains(Finalizers.FOREGROUND);
        }
    }

    /** It does not exist, or its name has gone to another object. */
    record Absent() implements Ownership {}

    /**
     * Nobody can say that it is gone: nobody here knows such a kind, or the reference is of an object outside of all
     * namespaces to one inside of some, whose namespace it does not tell (upstream, since v1.20).
     */
    record Unknown() implements Ownership {}

    /** Looks up the owner of an object in {@code namespace}, the empty one for an object outside of all. */
    static Ownership of(View view, Owner reference, String namespace) {
        Optional<Place> place = place(view, reference);
        if (place.isEmpty()) {
            return new Unknown();
        }
        if (place.get().namespaced() && namespace.isEmpty()) {
            return new Unknown();
        }
        ObjectKey key = new ObjectKey(place.get().namespaced() ? namespace : "", reference.name());
        StoredObject owner = view.get(place.get().resource(), key);
        return owner == null || !owner.uid().equals(reference.uid()) ? new Absent() : new Present(owner);
    }

    /** Where objects of a kind are kept. */
    record Place(GroupResource resource, boolean namespaced) {}

    private static Optional<Place> place(View view, Owner reference) {
        Kind kind = Kinds.of(view).byApiVersion(reference.apiVersion(), reference.kind());
        return kind == null || !kind.stored()
                ? Optional.empty()
                : Optional.of(new Place(kind.storage().resource(), kind.namespaced()));
    }
}
