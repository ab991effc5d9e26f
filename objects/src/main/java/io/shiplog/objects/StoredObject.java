package io.shiplog.objects;

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
    private volatile @Nullable Decoded decoded;

    /** What was read of an object, one after the other: few, because one role or two ask for each kind. */
    private record Decoded(Object facts, @Nullable Decoded next) {}

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
     * What {@code decoder} reads of this object, read on first use and kept for the next reader that asks for the same
     * type.
     */
    public <T> T facts(Decoder<T> decoder) {
        Decoded first = decoded;
        for (Decoded known = first; known != null; known = known.next) {
            if (decoder.type().isInstance(known.facts)) {
                return decoder.type().cast(known.facts);
            }
        }
        T facts = decoder.read().apply(json);
        // Of two threads one may lose what it has read: it is read again.
        decoded = new Decoded(facts, first);
        return facts;
    }

    /** This object under another resourceVersion: how a DELETED event shows the last state. */
    public StoredObject at(long newResourceVersion) {
        return new StoredObject(
                resource, key, uid, newResourceVersion, ObjectJson.withResourceVersion(json, newResourceVersion));
    }

    /**
     * This version as the other roles of the process hold it: every version that was read from the journal or from a
     * topic goes through here, so that its bytes and facts are in memory once. Never what is merely assumed, which has
     * another's number.
     */
    public StoredObject shared() {
        return Versions.one(this);
    }

    @Override
    public String toString() {
        return resource + " " + key + "@" + resourceVersion;
    }
}
