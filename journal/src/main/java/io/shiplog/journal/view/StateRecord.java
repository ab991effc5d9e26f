package io.shiplog.journal.view;

import io.shiplog.objects.Change;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectKey;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import org.jspecify.annotations.Nullable;

/**
 * One record of the state topic: what an accepted proposal left of one object.
 *
 * @param resource the resource type
 * @param key the object's key
 * @param uid the object's uid, on deletions too
 * @param resourceVersion the proposal's resourceVersion; readers keep the highest per key
 * @param proposal the id of the proposal
 * @param object the object as UTF-8 JSON with its resourceVersion, or null if it is deleted. Shared, never changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record StateRecord(
        GroupResource resource,
        ObjectKey key,
        String uid,
        long resourceVersion,
        String proposal,
        byte @Nullable [] object) {

    /** The record of one accepted write. */
    public static StateRecord of(Change change, String proposal) {
        StoredObject after = change.after();
        if (after != null) {
            return new StateRecord(
                    after.resource(), after.key(), after.uid(), change.resourceVersion(), proposal, after.json());
        }
        StoredObject before = change.before();
        if (before == null) {
            throw new AssertionError("a change has a before or an after");
        }
        return new StateRecord(before.resource(), before.key(), before.uid(), change.resourceVersion(), proposal, null);
    }

    public ObjectRef ref() {
        return new ObjectRef(resource, key);
    }

    /** The object as a view holds it, null if it is deleted. */
    public @Nullable StoredObject stored() {
        return object == null ? null : new StoredObject(resource, key, uid, resourceVersion, object).shared();
    }
}
