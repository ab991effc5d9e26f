package io.shiplog.objects;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An object as a replica holds it: its JSON bytes, {@code metadata.resourceVersion} included, and the few facts that
 * the server needs beside it. Immutable; the facts of its metadata are read from the bytes on first use and kept.
 */
public final class StoredObject {
    private final GroupResource resource;
    private final ObjectKey key;
    private final String uid;
    private final long resourceVersion;
    private final byte[] json;
    private volatile @Nullable ObjectFacts facts;
    private volatile @Nullable Object decoded;

    public StoredObject(GroupResource resource, ObjectKey key, String uid, long resourceVersion, byte[] json) {
        this.resource = resource;
        this.key = key;
        this.uid = uid;
        this.resourceVersion = resourceVersion;
        this.json = json;
    }

    public GroupResource resource() {
        return resource;
    }

    public ObjectKey key() {
        return key;
    }

    public ObjectRef ref() {
        return new ObjectRef(resource, key);
    }

    public String uid() {
        return uid;
    }

    public long resourceVersion() {
        return resourceVersion;
    }

    /** The object as UTF-8 JSON with its resourceVersion. Shared: callers never change the array. */
    public byte[] json() {
        return json;
    }

    /** Labels, owners, finalizers and deletion of this object. */
    public ObjectFacts facts() {
        ObjectFacts known = facts;
        if (known == null) {
            known = ObjectFacts.read(json);
            facts = known;
        }
        return known;
    }

    /**
     * This object in a typed form, decoded on first use and kept for the next reader that asks for the same type. The
     * result is shared: nobody changes it.
     */
    public <T> T as(Class<T> type, BiFunction<byte[], Class<T>, T> decoder) {
        Object known = decoded;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T fresh = decoder.apply(json, type);
        decoded = fresh;
        return fresh;
    }

    /** This object under another resourceVersion: how a DELETED event shows the last state. */
    public StoredObject at(long newResourceVersion) {
        return new StoredObject(
                resource, key, uid, newResourceVersion, ObjectJson.withResourceVersion(json, newResourceVersion));
    }

    @Override
    public String toString() {
        return resource + " " + key + "@" + resourceVersion;
    }
}
