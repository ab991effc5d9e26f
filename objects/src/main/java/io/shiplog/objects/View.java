package io.shiplog.objects;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A read-only look at desired state, as reconcilers and scheduler plugins get it. One call of theirs sees no change in it. */
public interface View {
    @Nullable
    StoredObject get(GroupResource resource, ObjectKey key);

    /** All objects of a resource, in key order. */
    Collection<StoredObject> list(GroupResource resource);

    /** The objects of a resource in one namespace, in key order. */
    Collection<StoredObject> list(GroupResource resource, String namespace);

    /** Every object with an owner reference to {@code uid}, of whatever resource, in no particular order. */
    Collection<StoredObject> ownedBy(String uid);

    /** The objects of a resource in one namespace that no owner controls: whoever selects them may adopt them. In key order. */
    default Collection<StoredObject> uncontrolled(GroupResource resource, String namespace) {
        return list(resource, namespace).stream()
                .filter(object -> object.facts().controller() == null)
                .toList();
    }

    /** The resources that this view holds. */
    Collection<GroupResource> resources();
}
