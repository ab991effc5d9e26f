package io.shiplog.objects;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One moment of the cluster, read-only: the one way in which rules, controllers, scheduler plugins and the life cycle
 * of a write look at it. One call of theirs sees no change in it.
 */
public interface View {
    @Nullable
    StoredObject get(GroupResource resource, ObjectKey key);

    /** The object at {@code ref}, null when there is none. */
    default @Nullable StoredObject get(ObjectRef ref) {
        return get(ref.resource(), ref.key());
    }

    /** All objects of a resource, in key order. */
    Collection<StoredObject> list(GroupResource resource);

    /** The objects of a resource in one namespace, in key order. */
    Collection<StoredObject> list(GroupResource resource, String namespace);

    /** The objects that {@code index} finds under {@code value}, by resource, then in key order. */
    Collection<StoredObject> by(Index index, String value);

    /** Every object with an owner reference to {@code uid}, of whatever resource. */
    default Collection<StoredObject> ownedBy(String uid) {
        return by(Index.OWNER, uid);
    }

    /** The objects of a resource in one namespace that no owner controls: whoever selects them may adopt them. */
    default Collection<StoredObject> uncontrolled(GroupResource resource, String namespace) {
        return by(Index.uncontrolled(resource), namespace);
    }

    /**
     * Stands for the objects of a resource as they are: the same thing for as long as none of them changes, so that
     * what is made from them can be kept.
     */
    default Object stamp(GroupResource resource) {
        return new Object();
    }

    /** The resources that this view holds. */
    Collection<GroupResource> resources();
}
