package io.shiplog.objects;

import org.jspecify.annotations.Nullable;

/**
 * One change that a proposal asks for.
 *
 * @param resource the resource type
 * @param key the object's key
 * @param uid the object's uid, on deletions too: it tells a re-created object from its predecessor
 * @param base the resourceVersion of the object that this write replaces; 0 for "must not exist"
 * @param object the new object as UTF-8 JSON without {@code metadata.resourceVersion} (the fold inserts it), or null
 *     for a deletion. The array is shared, never changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Write(GroupResource resource, ObjectKey key, String uid, long base, byte @Nullable [] object) {
    // Not compact: the compiler leaves the array's @Nullable out of the class file of a compact constructor.
    public Write(GroupResource resource, ObjectKey key, String uid, long base, byte @Nullable [] object) {
        if (base < 0) {
            throw new IllegalArgumentException("base is negative: " + base);
        }
        if (base == 0 && object == null) {
            throw new IllegalArgumentException("a deletion of " + key + " needs the base it deletes");
        }
        this.resource = resource;
        this.key = key;
        this.uid = uid;
        this.base = base;
        this.object = object;
    }

    /** A write that creates {@code key} and is refused if it exists. */
    public static Write create(GroupResource resource, ObjectKey key, String uid, byte[] object) {
        return new Write(resource, key, uid, 0, object);
    }

    /** A write that replaces {@code current}. */
    public static Write replace(StoredObject current, byte[] object) {
        return new Write(current.resource(), current.key(), current.uid(), current.resourceVersion(), object);
    }

    /** A write that deletes {@code current}. */
    public static Write delete(StoredObject current) {
        return new Write(current.resource(), current.key(), current.uid(), current.resourceVersion(), null);
    }
}
